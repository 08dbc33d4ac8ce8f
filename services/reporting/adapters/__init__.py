"""The report drawn as documents: Word for officials to edit, PDF to keep, a workbook to count in.

Layout: NĐ 30/2020/NĐ-CP, Phụ lục I. The same paper gives the same bytes.
"""

from pathlib import Path

from services.reporting.adapters import docx, pdf, xlsx
from services.reporting.domain import Paper

KINDS = {"docx": docx.draw, "pdf": pdf.draw, "xlsx": xlsx.draw}


def render_all(paper: Paper, folder: Path) -> dict[str, Path]:
    """Write the three documents of a report into a folder. Gives their paths by kind."""
    made = {kind: draw(paper) for kind, draw in KINDS.items()}
    return {kind: _written(folder, f"{name_of(paper)}.{kind}", made[kind]) for kind in made}


def name_of(paper: Paper) -> str:
    """How the files of a report are called, without their kind."""
    return f"bao-cao-dan-van-{paper.year}"


def _written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
