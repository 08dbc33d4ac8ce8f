"""The typesetter with the bundled fonts: the only fonts it sees, so every machine draws the same."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import orjson
import typst

FONTS = Path(__file__).parent / "fonts"
PRINT_DOTS = 200


def as_pdf(source: str, words: Mapping[str, str]) -> bytes:
    """A PDF to be kept for decades (PDF/A-2, accessible level), readable by screen readers (PDF/UA-1).

    What differs from paper to paper goes in as words, never as source.
    """
    pages: list[bytes] | bytes = typst.compile(
        source.encode(),
        font_paths=_fonts(),
        sys_inputs=dict(words),
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
    )
    return _one(pages)


def as_png(source: str, words: Mapping[str, str]) -> bytes:
    """A picture of one page, fine enough for print."""
    pages: list[bytes] | bytes = typst.compile(
        source.encode(),
        font_paths=_fonts(),
        sys_inputs=dict(words),
        format="png",
        ppi=PRINT_DOTS,
    )
    return _one(pages)


def as_pngs(source: str, words: Mapping[str, str], *, dots: int) -> list[bytes]:
    """A picture of each page."""
    pages: list[bytes] | bytes = typst.compile(
        source.encode(), font_paths=_fonts(), sys_inputs=dict(words), format="png", ppi=dots
    )
    return [pages] if isinstance(pages, bytes) else pages


def marked(source: str, words: Mapping[str, str], label: str) -> list[dict[str, float]]:
    """Where the source put its marks of a label: page from 1, points from the upper left corner."""
    found = typst.query(
        source.encode(), f"<{label}>", field="value", font_paths=_fonts(), sys_inputs=dict(words)
    )
    kept: list[dict[str, float]] = orjson.loads(found)
    return kept


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _one(pages: list[bytes] | bytes) -> bytes:
    return pages if isinstance(pages, bytes) else b"".join(pages)
