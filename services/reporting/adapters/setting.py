"""The typesetter with the bundled fonts: the only fonts it sees, so every machine draws the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import typst

FONTS = Path(__file__).parent / "fonts"
PRINT_DOTS = 200
# Kept for decades (PDF/A-2, accessible level) and readable by screen readers (PDF/UA-1).
STANDARDS = ["a-2a", "ua-1"]


def typeset(source: str, words: Mapping[str, str], *, kind: Literal["pdf", "png"]) -> bytes:
    """A document of typst source; all that differs goes in as words, never as source."""
    made = typst.compile(
        source.encode(),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs=dict(words),
        format=kind,
        ppi=PRINT_DOTS if kind == "png" else None,
        pdf_standards=STANDARDS if kind == "pdf" else [],
    )
    assert isinstance(made, bytes), "one page"
    return made
