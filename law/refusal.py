"""What all refusals of the law share: a lasting code, a Vietnamese sentence and the article behind it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kernel.errors import Invalid, NotFound
from law.words import say


class LawRefusal(Invalid):
    """The law does not allow what was asked; `article` names where it says so."""

    code = "law_refused"
    title = "Pháp luật không cho phép."

    def __init__(self, *, article: str = "", **data: Any) -> None:
        super().__init__(**data)
        self.article = article

    @property
    def detail(self) -> str:
        """The sentence with its data, dates as one writes them."""
        return _told(self.title, self.data)


class NotInLaw(NotFound):
    """Packs and registers hold no such thing; `article` names where the list of those that are stands."""

    code = "not_in_law"
    title = "Không có trong danh mục."

    def __init__(self, *, article: str = "", **data: Any) -> None:
        super().__init__(**data)
        self.article = article

    @property
    def detail(self) -> str:
        """The sentence with its data, dates as one writes them."""
        return _told(self.title, self.data)


def _told(title: str, data: Mapping[str, Any]) -> str:
    return title.format(**{name: _said(value) for name, value in data.items()})


def _said(value: Any) -> Any:
    return say(value) if isinstance(value, date) else value
