"""Two texts for one place: what somebody brings beside what is kept, so that nobody overwrites anybody unseen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kernel.errors import ChangedMeanwhile
from services.reporting.domain.drafts import Draft
from services.reporting.domain.figures import BY_KEY

FIGURE, SECTION, COMMENT = "figure", "section", "comment"


@dataclass(frozen=True, kw_only=True)
class Clash:
    """One place of a draft at which what is brought differs from what is kept; `field` names it in a form."""

    kind: str
    key: str
    kept: str
    brought: str

    @property
    def field(self) -> str:
        """Its name in a form."""
        return f"{self.kind}.{self.key}"


class TextsDiffer(ChangedMeanwhile):
    """Somebody else changed the same places meanwhile. `errors` has both texts of each: `<place>.kept`, `<place>.brought`."""

    code = "texts_differ"
    title = "Người khác vừa sửa cùng chỗ: {fields}. Hãy chọn hoặc ghép hai nội dung rồi gửi lại."

    def __init__(self, found: Iterable[Clash]) -> None:
        self.errors = {one.field: {"kept": [one.kept], "brought": [one.brought]} for one in found}
        super().__init__(fields=", ".join(self.errors))


def must_be_unmoved(
    draft: Draft,
    version: int | None,
    *,
    figures: Mapping[str, int | None] | None = None,
    comments: Mapping[str, str] | None = None,
    sections: Mapping[str, str] | None = None,
) -> None:
    """Raise `TextsDiffer` when a version is named, the draft moved on from it, and what is brought differs."""
    if version in {None, draft.version}:
        return
    if found := clashes(draft, figures or {}, comments or {}, sections or {}):
        raise TextsDiffer(found)


def clashes(
    draft: Draft,
    figures: Mapping[str, int | None],
    comments: Mapping[str, str],
    sections: Mapping[str, str],
    *,
    only_kept: bool = False,
) -> list[Clash]:
    """Where they differ; `only_kept`: only where somebody entered something already."""
    found = [
        *_figures(draft, figures),
        *_texts(COMMENT, draft.comments, comments),
        *_texts(SECTION, draft.sections, sections),
    ]
    return [one for one in found if one.kept or not only_kept]


def _figures(draft: Draft, figures: Mapping[str, int | None]) -> Iterator[Clash]:
    for key, value in figures.items():
        kept = draft.value(key)
        if key in BY_KEY and value != kept:
            yield Clash(kind=FIGURE, key=key, kept=_text(kept), brought=_text(value))


def _texts(kind: str, kept: Mapping[str, str], brought: Mapping[str, str]) -> Iterator[Clash]:
    for key, text in brought.items():
        before = kept.get(key, "")
        if _plain(text) != _plain(before):
            yield Clash(kind=kind, key=key, kept=before, brought=text.strip())


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _text(value: int | None) -> str:
    return "" if value is None else str(value)
