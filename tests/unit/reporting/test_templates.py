"""Every template looks as it was when somebody last looked, says what the decree asks, and can be signed.

After a wanted change: `python -m tests.unit.reporting.test_templates` pins the pictures anew; look at each of them.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from docx import Document
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.reporting.adapters import docx, pdf, signing, to_sign
from services.reporting.domain.agency_paper import agency_paper
from tests.unit.reporting.drawings import (
    DUE,
    PACKS,
    STAMP,
    agency,
    agency_report,
    said,
    templates,
)
from tests.unit.reporting.png import apart

PINNED = Path(__file__).parent / "pinned"
DOTS = 36
MOST_APART = 0.004
NAMES = ("bao-cao-tinh", "bao-cao-co-quan", "bao-cao-xa", "don-doc", "don-doc-it", "tra-lai", "dinh-chinh", "dot-xuat", "bieu-so-lieu", "mau-trong")  # fmt: skip


CHART = {"bao-cao-tinh": 6}
PAGES = [(name, page) for name in NAMES for page in ("first", "last", *(["chart"] if name in CHART else []))]  # fmt: skip


@cache
def pages(name: str) -> dict[str, bytes]:
    """The first and the last page, and one with a chart."""
    found = pdf.pictures(templates()[name], dots=DOTS)
    charted = {"chart": found[CHART[name]]} if name in CHART else {}
    return {"first": found[0], "last": found[-1], **charted}


@cache
def made(name: str) -> bytes:
    return pdf.draw(templates()[name])


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_a_template_looks_as_it_did(name: str, page: str):
    assert apart(pages(name)[page], (PINNED / f"{name}-{page}.png").read_bytes()) <= MOST_APART


def test_the_comparison_sees_one_changed_line():
    changed = replace(templates()["don-doc-it"], signer="Nguyễn Văn Khác")

    assert apart(pdf.pictures(changed, dots=DOTS)[0], pages("don-doc-it")["first"]) > 0.0005
    assert apart(pages("tra-lai")["first"], pages("don-doc-it")["first"]) > MOST_APART


@pytest.mark.parametrize("name", NAMES)
def test_the_claims_of_the_pdf_hold_as_another_library_reads_it(name: str):
    reader = PdfFileReader(BytesIO(made(name)))
    root = reader.root

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("vi")
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "/DestOutputProfile" in root["/OutputIntents"][0]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    said = root["/Metadata"].data
    assert b"<pdfaid:part>2<" in said
    assert b"<pdfaid:conformance>A<" in said
    assert "/Encrypt" not in reader.trailer
    assert all(_embedded(font) for font in _fonts(reader))


def _fonts(reader: PdfFileReader):
    for at in range(reader.root["/Pages"]["/Count"]):
        page = reader.find_page_for_modification(at)[0].get_object()
        yield from (one.get_object() for one in page["/Resources"].get("/Font", {}).values())


def _embedded(font) -> bool:
    (inner,) = font["/DescendantFonts"]  # composite fonts, as all of ours are
    descriptor = inner.get_object()["/FontDescriptor"]
    return "/ToUnicode" in font and bool({"/FontFile2", "/FontFile3"} & set(descriptor))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_paper_gives_the_same_bytes(name: str):
    again = templates()[name]

    assert pdf.draw(again) == made(name)
    assert docx.draw(again) == docx.draw(templates()[name])


@pytest.mark.parametrize("name", ["don-doc", "tra-lai"])
def test_a_letter_has_its_about_under_its_number_and_no_name_of_its_kind(name: str):
    word = Document(BytesIO(docx.draw(templates()[name])))
    left = [line.text for line in word.tables[0].rows[0].cells[0].paragraphs if line.text]

    assert left[0] == "ỦY BAN NHÂN DÂN\nTỈNH GIA LAI"
    assert left[1] == "SỞ NỘI VỤ"
    assert left[2].startswith("Số:")
    assert left[3].startswith("V/v ")
    assert not any(line.text == "BÁO CÁO" for line in word.paragraphs)
    assert sum(line.text.endswith("./.") for line in word.paragraphs) == 1


def test_an_agencys_report_names_who_signs_as_its_kind_does():
    assert agency_report().superior == "Ủy ban nhân dân tỉnh Gia Lai"
    assert agency_report().signer_title == ("GIÁM ĐỐC",)
    ward = agency_report("UBND phường Pleiku")
    assert (ward.superior, ward.place, ward.issuer) == (
        "",
        "Pleiku",
        "Ủy ban nhân dân phường Pleiku",
    )
    assert ward.signer_title == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


# --- signing ----------------------------------------------------------------------------------------


@cache
def test_signer() -> SimpleSigner:
    """A key and a certificate nobody trusts but this test."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Chứng thư thử nghiệm")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, *[False] * 7)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(usage, critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())  # fmt: skip
    certificate = asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))
    return SimpleSigner(certificate, asn1_keys.PrivateKeyInfo.load(der), SimpleCertificateStore())


test_signer.__test__ = False  # type: ignore[attr-defined]


def test_the_head_signs_then_the_agency_and_both_stay_valid():
    archive, empty = pdf.draw(agency_report()), to_sign(agency_report())
    head = signing.sign(
        empty, signing.HEAD, test_signer(), reason="Ký ban hành", location="Gia Lai"
    )
    both = signing.sign(head, signing.AGENCY, test_signer(), reason="Phát hành", location="Gia Lai")

    assert empty.startswith(archive)
    assert both.startswith(head)
    trusted = ValidationContext(trust_roots=[test_signer().signing_cert])
    found = PdfFileReader(BytesIO(both)).embedded_signatures
    assert [one.field_name for one in found] == [signing.HEAD, signing.AGENCY]
    for one in found:
        status = validate_pdf_signature(one, trusted)
        assert status.valid
        assert status.intact


def test_a_changed_byte_breaks_the_signature():
    signed = signing.sign(
        to_sign(agency_report()), signing.HEAD, test_signer(), reason="Ký", location="Gia Lai"
    )
    at = re.search(rb"/MediaBox ?\[ ?0 0 (\d)", signed)
    assert at
    forged = signed[: at.start(1)] + b"6" + signed[at.end(1) :]
    (found,) = PdfFileReader(BytesIO(forged)).embedded_signatures

    assert not validate_pdf_signature(
        found, ValidationContext(trust_roots=[test_signer().signing_cert])
    ).intact


def test_a_compulsory_section_that_is_missing_is_not_said_to_have_had_nothing():
    told = {**said(), "override_reason": "Đang chờ số liệu của xã."}
    must = next(one.code for one in PACKS.report.sections if one.required)
    told["sections"] = {**told["sections"], must: " "}

    sections = {
        one.code: one.paragraphs
        for one in agency_paper(
            told,
            agency("Sở Tư pháp"),
            due_on=DUE,
            issued_on=DUE,
            previous={},
            packs=PACKS,
            stamp=STAMP,
        ).sections
    }

    assert sections[must] == (
        "Chưa báo cáo nội dung bắt buộc này. Lý do gửi: Đang chờ số liệu của xã.",
    )
    left_out = {one.code for one in PACKS.report.sections if not one.required}
    assert {sections[one] for one in left_out} == {("Không có nội dung báo cáo.",)}


if __name__ == "__main__":
    PINNED.mkdir(exist_ok=True)
    for template in NAMES:
        for which, picture in pages(template).items():
            (PINNED / f"{template}-{which}.png").write_bytes(picture)
