"""One search box for the whole portal: words are kept in the session, and each service answers its part.

Words may be a citizen's name, so they never stand in an address: the box sends them by POST, the session
carries them, and the page of results is put together from the services' fragments.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, session

from kernel.message import Actor
from kernel.web import current_actor, requires

LONGEST = 100
MOST = 8
KEPT = "search"


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it is, and a line about it."""

    title: str
    href: str
    note: str = ""


Find = Callable[[str, Actor], Sequence[Hit]]


def remember(words: str) -> str:
    """Keep what is searched for until something else is; gives it as it is kept."""
    session[KEPT] = " ".join(words.split())[:LONGEST]
    return words_asked()


def words_asked() -> str:
    """What was asked for last; nothing when nothing was."""
    kept = session.get(KEPT, "")
    return kept if isinstance(kept, str) else ""


def answer(bp: Blueprint, *, title: str, find: Find, roles: Sequence[str] = ()) -> None:
    """Let a service answer its part of a search, under `/search`, to whoever may see such things."""

    @bp.get("/search/fragment")
    @requires()  # another role gets an empty part, not a refusal inside a page
    def search() -> str:
        asker, words = current_actor(), words_asked()
        if not words or (roles and asker.role not in roles):
            return ""
        hits = list(find(words, asker))[:MOST]
        return render_template("frame/search-part.html", part=title, hits=hits, part_id=bp.name)
