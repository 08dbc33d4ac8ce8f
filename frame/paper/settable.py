"""A paper's words as its fonts can set them. A sign no bundled font knows is set as an empty box, so that
one pasted smiley does not keep a province from its report; PDF/A allows no sign without a shape."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from fontTools.ttLib import TTFont

from frame.legible import legible
from frame.paper.content import Drawn, Picture
from frame.paper.setting import FONTS

T = TypeVar("T")
BOX = "□"
MAY_BREAK = "\u200b"  # seen by nobody; a line may end there
_ENDLESS = re.compile(r"\S{80}(?=\S)")


def for_word(paper: Drawn) -> Drawn:
    """Without what a Word file cannot hold; Word finds a font for the rest."""
    return _each_word(paper, legible)


def for_pdf(paper: Drawn) -> Drawn:
    """The same, and each sign the bundled fonts do not know as a box."""
    return _each_word(paper, _known)


def _each_word(it: T, change: Callable[[str], str]) -> T:
    """The same thing with each of its words changed; a chart's stay as they are."""
    found: Any = it
    if isinstance(it, str):
        found = change(it)
    elif isinstance(it, tuple):
        found = tuple(_each_word(one, change) for one in it)
    elif is_dataclass(it) and not isinstance(it, (type, Picture)):
        said = {one.name: _each_word(getattr(it, one.name), change) for one in fields(it)}
        found = replace(it, **said)
    return found  # type: ignore[no-any-return]


def _known(text: str) -> str:
    signs = _signs()
    told = "".join(one if one in "\n\t" or ord(one) in signs else BOX for one in legible(text))
    return _ENDLESS.sub(rf"\g<0>{MAY_BREAK}", told)


@cache
def _signs() -> frozenset[int]:
    """What all of the bundled fonts can set."""
    return frozenset.intersection(*(_signs_of(path) for path in sorted(FONTS.glob("*.ttf"))))


def _signs_of(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
