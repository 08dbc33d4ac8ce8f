"""The documents of one report, drawn once for all who look at them."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from docx import Document

from services.reporting.adapters import docx, pdf, xlsx
from services.reporting.domain import Paper
from tests.unit.reporting.papers import paper_of_2026, with_gaps


@pytest.fixture(scope="session")
def paper() -> Paper:
    return with_gaps(paper_of_2026())


@pytest.fixture(scope="session")
def word_bytes(paper: Paper) -> bytes:
    return docx.draw(paper)


@pytest.fixture(scope="session")
def word(word_bytes: bytes):
    return Document(BytesIO(word_bytes))


@pytest.fixture(scope="session")
def word_parts(word_bytes: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(word_bytes)) as parts:
        return {
            name: parts.read(name).decode()
            for name in parts.namelist()
            if name.endswith((".xml", ".rels"))
        }


@pytest.fixture(scope="session")
def pdf_bytes(paper: Paper) -> bytes:
    return pdf.draw(paper)


@pytest.fixture(scope="session")
def book_bytes(paper: Paper) -> bytes:
    return xlsx.draw(paper)


@pytest.fixture(scope="session")
def book(book_bytes: bytes):
    return openpyxl.load_workbook(BytesIO(book_bytes))
