"""What people typed into the forms of a report: figures, comments, sections, and which of two texts they took."""

from typing import Any

from flask import request

from services.reporting.domain.drafts import WrongFigures

MINE = "mine"
Typed = tuple[dict[str, int | None], dict[str, str], dict[str, str]]


def named(prefix: str, *, chosen: bool = False) -> dict[str, str]:
    """The fields of the form under a prefix; `chosen`: only where the own text was taken of two."""
    return {
        name.removeprefix(prefix): text
        for name, text in request.form.items()
        if name.startswith(prefix) and (not chosen or request.form.get(f"take.{name}") == MINE)
    }


def figures(*, chosen: bool = False) -> dict[str, int | None]:
    """Figures with dots between thousands; an empty field takes one back. Raises `WrongFigures`."""
    errors: dict[str, Any] = {}
    found: dict[str, int | None] = {}
    for key, text in named("figure.", chosen=chosen).items():
        plain = text.strip().replace(".", "").replace(" ", "")
        if plain and not (plain.isascii() and plain.isdigit()):
            errors[f"figures.{key}"] = ["Cần một số nguyên."]
        found[key] = int(plain) if plain and not errors.get(f"figures.{key}") else None
    if errors:
        raise WrongFigures(errors)
    return found


def everything(*, chosen: bool = False) -> Typed:
    """Figures, comments, sections. Raises `WrongFigures`."""
    comments = named("comment.", chosen=chosen)
    return figures(chosen=chosen), comments, named("section.", chosen=chosen)


def version() -> int | None:
    """The version of the draft the form was made from."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else None
