"""Who may do what: named rights, each a group of roles with what it allows; and the rights of commands.

The kernel knows how rights are kept and asked; which rights there are stands in one table of the contracts.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from kernel.errors import Forbidden
from kernel.message import Actor

# Who acts when nobody asked: a timer, a follower.
SYSTEM = "SYSTEM"

# Who asks in this request, once they were let in: the store notes who looked for what is not theirs.
asker: ContextVar[Actor | None] = ContextVar("asker", default=None)


class SeesOnly(Forbidden):
    """Who asks was given this role to look, not to enter."""

    code = "sees_only"
    title = "Vai trò này của bạn chỉ để xem, không nhập hay quyết định được."


class OutOfScope(Forbidden):
    """The program's token was issued for something else."""

    code = "out_of_scope"
    title = "Mã truy cập của phần mềm không gồm việc này."


class Deed(StrEnum):
    """What a right allows with the things it is about."""

    SEE = "SEE"
    ENTER = "ENTER"
    DECIDE = "DECIDE"
    RUN = "RUN"


class Reach(StrEnum):
    """Whose things a right is about: of one's own agency, of all agencies, or of oneself only."""

    OWN = "OWN"
    ALL = "ALL"
    SELF = "SELF"


class Bearer(str):
    """A role, and the right by which it was named: groups of rights can be put together and still tell."""

    right: "Right"
    __slots__ = ("right",)

    def __new__(cls, role: str, right: "Right") -> "Bearer":
        made = super().__new__(cls, role)
        made.right = right
        return made

    @property
    def value(self) -> str:
        """The role's code, as an enumeration would give it."""
        return str(self)


@dataclass(frozen=True, eq=False, kw_only=True)
class Right:
    """One row of the table: what it allows those who bear it, with whose things, on which basis."""

    name: str
    roles: tuple[str, ...] = ()
    deed: Deed
    what: str
    reach: Reach = Reach.OWN
    basis: str

    @property
    def bearers(self) -> tuple[Bearer, ...]:
        """Its roles, each of which remembers this right: what a route or a command names."""
        return tuple(Bearer(str(role), self) for role in self.roles)


_COMMANDS: dict[str, tuple[str, ...]] = {}
_WORDS: dict[str, str] = {}
_FOR_GOOD: dict[str, str] = {}
_RIGHTS: dict[str, Right] = {}
_GIVEN: set[str] = set()


def declare_rights(table: Iterable[Right]) -> None:
    """Take over the rows of the table."""
    _RIGHTS.update({one.name: one for one in table})


def post(role: str) -> tuple[str, ...]:
    """A role as its own row of the table names it; the bare role where there is no table (trials)."""
    right = _RIGHTS.get(role)
    return right.bearers if right else (role,)


def declare_words(words: Mapping[str, str]) -> None:
    """Take over what commands and other deeds are called on screen."""
    _WORDS.update(words)


def words_of_command(service: str, name: str) -> str:
    """What a deed is called on screen; its own name when nobody gave it words."""
    return _WORDS.get(f"{service}.{name}") or _WORDS.get(name) or name


def declare_irreversible(table: Mapping[str, str]) -> None:
    """Take over which commands cannot be undone: `<service>.<command>` → what then is so for good."""
    _FOR_GOOD.update(table)


def for_good(name: str) -> str:
    """What is so for good after a command that cannot be undone; nothing for one that can."""
    return _FOR_GOOD.get(name, "")


def declare_commands(table: Mapping[str, tuple[str, ...]]) -> None:
    """Take over who may give which command: `<service>.<command>` → roles with their rights."""
    _COMMANDS.update(table)


def rights_of_command(service: str, name: str) -> tuple[str, ...] | None:
    """Who may give a command; None when the table does not know it."""
    return _COMMANDS.get(f"{service}.{name}")


def define_command(module: str, name: str) -> None:
    """Remember a command that a service of the house defines; those of trials are not remembered."""
    match module.split("."):
        case ["services", service, *_]:
            _GIVEN.add(f"{service}.{name}")


def check_table(service: str) -> None:
    """Refuse to start a service with a command the table does not know. Raises `TypeError`."""
    missing = sorted(one for one in _GIVEN - _COMMANDS.keys() if one.startswith(f"{service}."))
    if missing:
        raise TypeError(f"{', '.join(missing)}: say who may in COMMANDS of contracts/rights.py")


def check_command(service: str, name: str, by: Actor) -> None:
    """Refuse a command to whom the table does not give it. Raises `Forbidden`.

    What the system does by itself passes, and so do commands of trials of the kernel, which have no table.
    """
    allowed = rights_of_command(service, name)
    if allowed is None and f"{service}.{name}" in _GIVEN:
        allowed = ()
    if allowed is not None and by.role != SYSTEM and by.role not in allowed:
        raise Forbidden
    if by.see_only and not (allowed and _of_oneself(allowed)):
        raise SeesOnly


def _of_oneself(roles: tuple[str, ...]) -> bool:
    return all(right is not None and right.reach is Reach.SELF for _, right in rights_of(roles))


def rights_of(roles: tuple[str, ...]) -> Iterator[tuple[str, Right | None]]:
    """Each role of a guard with the right that named it (None: a role that no right named)."""
    for role in roles:
        yield str(role), role.right if isinstance(role, Bearer) else None
