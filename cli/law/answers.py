"""How an answer of the law leaves the command line: one JSON line, or sentences; a refusal exits 2."""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import typer

from cli.usage import REFUSED
from kernel.errors import Refusal

Answer = tuple[dict[str, Any] | list[Any], Sequence[str]]


def answers(command: Callable[..., Answer]) -> Callable[..., None]:
    """Make a command that returns `(values, sentences)` print what was asked for, or the refusal."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        as_json = kwargs.pop("as_json")
        try:
            values, sentences = command(*args, **kwargs, as_json=as_json)
        except Refusal as refusal:
            _refuse(refusal, as_json=as_json)
            raise typer.Exit(REFUSED) from None
        typer.echo(_json(values) if as_json else "\n".join(sentences))

    return run


def _refuse(refusal: Refusal, *, as_json: bool) -> None:
    article = getattr(refusal, "article", "")
    if as_json:
        told = {"refused": refusal.code, "reason": refusal.detail, "article": article}
        typer.echo(_json(told))
        return
    ground = f" Căn cứ: {article}." if article else ""
    typer.echo(f"Không được: {refusal.detail}{ground}")


def _json(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, default=str)
