"""The matrix of rights: each route and each command, for each role, at the own and at a foreign agency.

Routes and commands are the applications' own; whom they let in is said by the one table
(`contracts.rights`). What is not in the table, and what does not do as the table says, is a failure.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from contracts.registry import PROVINCE_WIDE, Role
from contracts.rights import COMMANDS, POSTS, RIGHTS, is_public, named
from kernel.errors import Forbidden, NotFound
from kernel.message import Actor
from kernel.rights import Reach, rights_of
from kernel.store import saving
from tests.e2e.six import OURS, SAFE, STRANGE, Route, Six

# Agencies are public facts; who is signed in may read of all of them.
OPEN_TO_ALL = ("/registry/agencies/", "/api/registry/v1/agencies/")
AGENCIES = (OURS, STRANGE)
NOT_SIGNED_IN, FORBIDDEN, NOT_FOUND, FAILED = 401, 403, 404, 500


@dataclass
class Told:
    """What the matrix found."""

    routes: int = 0
    commands: int = 0
    cases: int = 0
    failures: list[str] = field(default_factory=list)

    def check(self, right: bool, what: str) -> None:
        """Count a case, and what is wrong with it."""
        self.cases += 1
        if not right:
            self.failures.append(what)


class Halt(Exception):
    """A command was let in and would have written: enough is known."""


def plant(six: Six) -> None:
    """Add a route that nobody guards, as a careless hand would: the matrix must find it."""
    six.apps["reception"].add_url_rule("/reception/planted", view_func=lambda: "open")


# --- routes -----------------------------------------------------------------------------------------


def of_routes(six: Six, told: Told) -> None:
    """Look first, then knock at what is foreign, then act: what acts change no longer matters."""
    told.routes = len(six.routes)
    for route in six.routes:
        told.check(in_table(route), f"{route}: not in the table")
    known = [one for one in six.routes if one.guard != "public" and in_table(one)]
    for route in (one for one in known if one.method in SAFE):
        _knock(six, route, AGENCIES, told)
    for agency in (STRANGE, OURS):
        for route in (one for one in known if one.method not in SAFE):
            _knock(six, route, (agency,), told)


def in_table(route: Route) -> bool:
    """Whether the table says who may use a route."""
    match route.guard:
        case "public":
            return is_public(route.rule)
        case True:
            return True
        case tuple():
            return all(named(role, right) in RIGHTS for role, right in rights_of(route.guard))
    return False


def _knock(six: Six, route: Route, agencies: tuple[str, ...], told: Told) -> None:
    try:
        paths = six.addresses(route)
    except AssertionError as unknown:
        told.check(False, str(unknown))
        return
    for agency in agencies:
        for role in Role:
            status, ours = _asked(six, route, paths, role, agency)
            right = _as_the_table_says(route, role, agency, status, ours=ours)
            told.check(right, f"{route} as {role} of {_whose(agency)}: {status}")


def _asked(six: Six, route: Route, paths: list[str], role: Role, agency: str) -> tuple[int, bool]:
    """The first answer that is no refusal of ours: pages that serve several kinds of things let different
    roles see different kinds."""
    for path in paths:
        status, ours = _ask(six, route, path, role, agency)
        if not ours or role not in route.roles:
            break
    return status, ours


def _ask(six: Six, route: Route, path: str, role: Role, agency: str) -> tuple[int, bool]:
    """The status, and whether a 403 is the table's (a rule of the domain gives its own reason)."""
    more: dict[str, Any] = {}
    if agency == OURS and route.api and route.body is not None and route.method not in SAFE:
        more = {"json": []}  # let in, it is refused for what it is
    answer = six.ask(route, path, role, agency, **more)
    return answer.status_code, Forbidden.title.encode() in answer.get_data()


def _as_the_table_says(route: Route, role: Role, agency: str, status: int, *, ours: bool) -> bool:
    if role not in route.roles:
        return status == FORBIDDEN
    if status >= FAILED:
        return False
    if status == NOT_SIGNED_IN:  # our own tokens hold; but nobody of their name has an account
        return route.rule.endswith("/renewal")
    if agency == OURS or not route.has_id or route.rule.startswith(OPEN_TO_ALL):
        return not (status == FORBIDDEN and ours)
    if _reach(route, role) is Reach.ALL:
        return not (status == FORBIDDEN and ours)
    return status in {FORBIDDEN, NOT_FOUND}


def _reach(route: Route, role: Role) -> Reach:
    """How far a role reaches here: as far as the furthest right by which the route lets it in."""
    if route.guard is True:
        return Reach.ALL if role in PROVINCE_WIDE else Reach.SELF
    reaches = {named(one, right).reach for one, right in rights_of(route.guard) if one == role} | {
        POSTS[role].reach
    }
    return Reach.ALL if Reach.ALL in reaches else Reach.OWN


def _whose(agency: str) -> str:
    return "the own agency" if agency == OURS else "a foreign agency"


# --- commands ---------------------------------------------------------------------------------------


def of_commands(six: Six, told: Told) -> None:
    """Give each command in each role; nothing is written."""
    flush, saving.flush = saving.flush, _halt
    try:
        for service, name, give in commands(six):
            told.commands += 1
            key = f"{service}.{name}"
            told.check(key in COMMANDS, f"{key}: not in the table")
            if key in COMMANDS:
                _give(six, key, give, told)
    finally:
        saving.flush = flush
    for key in sorted(COMMANDS.keys() - {f"{s}.{name}" for s, name, _ in commands(six)}):
        told.check(False, f"{key}: in the table, but there is no such command")


def _halt(*_: Any) -> None:
    raise Halt


def commands(six: Six) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Every command of every service, found on its door and on the desks behind the door."""
    for service, door in six.doors.items():
        for one in _desks(door):
            for name, method in inspect.getmembers(one, inspect.ismethod):
                if getattr(method, "is_command", False):
                    yield service, name, method


def _desks(door: Any) -> list[Any]:
    found = [one for one in vars(door).values() if ".service" in type(one).__module__]
    return [door, *found]


def _give(six: Six, key: str, give: Callable[..., Any], told: Told) -> None:
    for role in Role:
        outcome = _outcome(give, Actor(user="u", role=role, agency=OURS), "x")
        let_in = outcome is not Forbidden
        told.check(let_in == (role in COMMANDS[key]), f"{key} as {role}: {outcome.__name__}")
    for role in dict.fromkeys(map(str, COMMANDS[key])):
        if _names_a_thing(give) and _keeps_to_own(key, role):
            stranger = Actor(user="u", role=role, agency=STRANGE)
            for id_ in sorted({one for (of, _), one in six.ids.items() if key.startswith(of)}):
                outcome = _outcome(give, stranger, id_)
                told.check(outcome is NotFound, f"{key} on {id_} as a stranger: {outcome.__name__}")


def _names_a_thing(give: Callable[..., Any]) -> bool:
    return next(iter(inspect.signature(give).parameters)).rstrip("_").endswith("id")


def _keeps_to_own(key: str, role: str) -> bool:
    reaches = {named(one, right).reach for one, right in rights_of(COMMANDS[key]) if one == role}
    return reaches == {Reach.OWN}


def _outcome(give: Callable[..., Any], by: Actor, first: str) -> type[BaseException]:
    """How a command ends when it is given with nothing but the id of a thing."""
    places = list(inspect.signature(give).parameters.values())
    words: list[Any] = []
    for one in places:
        if one.kind is one.POSITIONAL_OR_KEYWORD and one.default is one.empty:
            words.append(first if not words else None)
    named_ = {
        one.name: None
        for one in places
        if one.kind is one.KEYWORD_ONLY and one.default is one.empty and one.name != "by"
    }
    try:
        give(*words, **named_, by=by)
    except Exception as outcome:  # noqa: BLE001  whatever it is, it was let in or it was not
        return type(outcome)
    return type(None)  # type: ignore[return-value]  it ended well and wrote nothing
