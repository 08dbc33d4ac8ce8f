"""Papers drawn as documents: Word for officials to edit, PDF to keep, workbooks to count in and to fill.

Layout: NĐ 30/2020/NĐ-CP, Phụ lục I. The same paper gives the same bytes.
"""

from collections.abc import Callable
from pathlib import Path

from frame.paper.content import Drawn
from services.reporting.adapters import docx, forms, papers, pdf, signing, xlsx
from services.reporting.domain import Paper
from services.reporting.domain.letters import BlankForm, Letter, Statistics

KINDS = {"docx": docx.draw, "pdf": pdf.draw, "xlsx": xlsx.draw}
TO_SIGN = "de-ky.pdf"
Drawings = dict[str, Callable[[], bytes]]


def render_all(paper: Paper, folder: Path) -> dict[str, Path]:
    """Write the three documents of a report into a folder, and the copy that is signed. Gives their paths by kind."""
    made = {kind: draw(paper) for kind, draw in KINDS.items()}
    made[TO_SIGN] = _fields(made["pdf"], paper)
    return {kind: _written(folder, f"{name_of(paper)}.{kind}", made[kind]) for kind in made}


def render(it: Paper | Letter | Statistics | BlankForm, folder: Path) -> dict[str, Path]:
    """Write the documents of any paper into a folder. Gives their paths by kind."""
    name = f"bao-cao-{it.year}" if isinstance(it, Paper) else it.name
    return {
        kind: _written(folder, f"{name}.{kind}", draw()) for kind, draw in _drawings(it).items()
    }


def _drawings(it: Paper | Letter | Statistics | BlankForm) -> Drawings:
    match it:
        case Paper():
            return {
                "docx": lambda: docx.draw(it),
                "pdf": lambda: pdf.draw(it),
                TO_SIGN: lambda: to_sign(it),
            }
        case Letter():
            ready = papers.letter(it)
            return {
                "docx": lambda: docx.draw(ready),
                "pdf": lambda: pdf.draw(ready),
                TO_SIGN: lambda: to_sign(ready),
            }
        case Statistics():
            told = papers.statistics(it)
            return {
                "docx": lambda: docx.draw(told),
                "pdf": lambda: pdf.draw(told),
                "xlsx": lambda: forms.statistics(it),
            }
        case BlankForm():
            return {"docx": lambda: docx.draw(papers.blank(it)), "xlsx": lambda: forms.blank(it)}


def to_sign(paper: Paper | Drawn) -> bytes:
    """The copy the head and the agency sign into."""
    return _fields(pdf.draw(paper), paper)


def _fields(made: bytes, paper: Paper | Drawn) -> bytes:
    return signing.with_fields(made, pdf.signature_place(paper))


def name_of(paper: Paper) -> str:
    """How the files of a report are called, without their kind."""
    return f"bao-cao-dan-van-{paper.year}"


def _written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
