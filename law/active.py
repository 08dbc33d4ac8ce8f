"""The law in force at a site: what was shipped, with what was decided since at run time laid over it.

A calendar's content is the whole register of decisions, so the newest one says everything, also what was
known when. A pack's content replaces the shipped one from the day it was activated.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from law.calendar.reading import register_from
from law.calendar.register import Register
from law.defaults import PACKS, shipped_calendar, shipped_pack, shipped_packs, shipped_register
from law.packs.pack import Pack, pack_from
from law.packs.packs import Packs
from law.refusal import LawRefusal, NotInLaw

CALENDAR = "calendar"


class NotYaml(LawRefusal):
    """What was given cannot be read."""

    code = "law_not_yaml"
    title = "Nội dung không phải YAML hợp lệ: {where}"


class NoSuchPack(NotInLaw):
    """There is no pack of this name."""

    code = "no_such_pack"
    title = "Không có bộ quy tắc “{pack}”."


class AnotherPack(LawRefusal):
    """The text is that of another pack."""

    code = "another_pack"
    title = "Nội dung là của bộ quy tắc “{found}”, không phải “{pack}”."


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One version of the calendar or of a pack that was decided at run time, from a day on."""

    what: str
    number: int
    since: date
    content: str


def register_of(editions: Iterable[Edition]) -> Register:
    """The register of decisions about days: the newest edition, else what was shipped."""
    found = [one for one in editions if one.what == CALENDAR]
    newest = max(found, key=lambda one: one.number, default=None)
    return _register(newest.content) if newest else shipped_register()


def packs_on(editions: Iterable[Edition], on: date) -> Packs:
    """The packs in force on a day."""
    newest: dict[str, Edition] = {}
    for one in sorted(editions, key=lambda one: one.number):
        if one.what != CALENDAR and one.since <= on:
            newest[one.what] = one
    return _packs(tuple(sorted((name, one.content) for name, one in newest.items())))


def content_with(
    register: Mapping[str, Any], decision: Mapping[str, Any], *, known_on: date
) -> dict[str, Any]:
    """The content of a register with one more decision, under its next version.

    Raises `WrongFile`, `OutOfSequence`.
    """
    version = len(register["decisions"]) + 1
    told = {**decision, "version": version, "known_on": known_on.isoformat()}
    content = {**register, "decisions": [*register["decisions"], told]}
    register_from(content, file=CALENDAR)
    return content


def calendar_content(editions: Iterable[Edition]) -> dict[str, Any]:
    """The content of the register in force, as its file holds it."""
    found = [one for one in editions if one.what == CALENDAR]
    newest = max(found, key=lambda one: one.number, default=None)
    return dict(loaded(newest.content)) if newest else dict(shipped_calendar())


def pack_text(editions: Iterable[Edition], pack: str) -> str:
    """The text of a pack as it was activated last, else as it was shipped. Raises `NoSuchPack`."""
    if pack not in PACKS:
        raise NoSuchPack(pack=pack)
    found = [one for one in editions if one.what == pack]
    newest = max(found, key=lambda one: one.number, default=None)
    return newest.content if newest else shipped_pack(pack)


def check_pack(editions: Iterable[Edition], pack: str, content: str, *, on: date) -> Pack:
    """The pack a text describes, if it makes a whole with the others. Raises `NoSuchPack`, `AnotherPack`,
    `NotYaml`, `WrongFile`, `Incomplete`."""
    editions = tuple(editions)
    pack_text(editions, pack)
    trial = Edition(what=pack, number=_next(editions, pack), since=on, content=content)
    made = pack_from(loaded(content), file=pack)
    if made.pack != pack:
        raise AnotherPack(found=made.pack, pack=pack)
    packs_on((*editions, trial), on)
    return made


def loaded(content: str) -> Any:
    """What a text says. Raises `NotYaml`."""
    try:
        return yaml.safe_load(content)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = f"dòng {mark.line + 1}, cột {mark.column + 1}" if mark else "không đọc được"
        raise NotYaml(where=where) from wrong


def written(content: Mapping[str, Any]) -> str:
    """A content as text that travels."""
    return json.dumps(content, ensure_ascii=False, default=str)


def _next(editions: Iterable[Edition], what: str) -> int:
    return max((one.number for one in editions if one.what == what), default=0) + 1


@lru_cache(maxsize=8)
def _register(content: str) -> Register:
    return register_from(loaded(content), file=CALENDAR)


@lru_cache(maxsize=16)
def _packs(contents: tuple[tuple[str, str], ...]) -> Packs:
    if not contents:
        return shipped_packs()
    given = {name: pack_from(loaded(text), file=name) for name, text in contents}
    return Packs.of(given.get(one.pack, one) for one in shipped_packs().packs)
