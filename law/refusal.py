"""What all refusals of the law share: a lasting code, a Vietnamese sentence and the article behind it."""

from datetime import date
from typing import Any

from kernel.errors import Invalid
from law.words import say


class LawRefusal(Invalid):
    """The law does not know what was asked; `article` names where it says so."""

    code = "law_refused"
    title = "Pháp luật không cho phép."

    def __init__(self, *, article: str = "", **data: Any) -> None:
        super().__init__(**data)
        self.article = article

    @property
    def detail(self) -> str:
        """The sentence with its data, dates as one writes them."""
        told = {name: _said(value) for name, value in self.data.items()}
        return self.title.format(**told)

    def __str__(self) -> str:
        return self.detail


def _said(value: Any) -> Any:
    return say(value) if isinstance(value, date) else value
