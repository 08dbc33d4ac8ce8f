"""The page of a search, put together from all services' parts, and the registry's own part: agencies."""

from collections.abc import Iterator

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from frame.search import MOST, Hit, answer, remember, words_asked
from kernel.message import Actor
from kernel.web import requires
from services.registry.pages.words import KIND_WORDS
from services.registry.service import Registry

# Where the parts come from, in the order they are shown.
PARTS = ("reception", "planning", "consultation", "reporting", "notify", "registry")


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the box's target and the page of results."""

    @bp.post("/find")
    @requires()
    def ask() -> ResponseReturnValue:
        remember(request.form.get("q", ""))
        return redirect(url_for("registry.results"), 303)

    @bp.get("/find")
    @requires()
    def results() -> str:
        return render_template("registry/results.html", words=words_asked(), parts=PARTS)

    def find(words: str, by: Actor) -> list[Hit]:
        return list(_hits(registry, words))

    answer(bp, title="Cơ quan", find=find)


def _hits(registry: Registry, words: str) -> Iterator[Hit]:
    for agency, via in registry.agencies_on(registry.store.clock.today(), words=words)[:MOST]:
        former = f", trước đây: {', '.join(via)}" if via else ""
        yield Hit(
            title=agency.facts.name,
            href=f"/registry/agencies/{agency.id}",
            note=f"{KIND_WORDS.get(agency.facts.kind, '')}{former}",
        )
