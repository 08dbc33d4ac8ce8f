"""What is true of a reorganisation: who is founded, whose work passes to whom, from which day, by which decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from contracts.registry import (
    AgencyKind,
    ReorganisationConfirmed,
    ReorganisationDrafted,
    ReorganisationWithdrawn,
)
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from law.units.focal import heir
from law.units.model import EdgeKind, Key, Unit, UnitKind
from law.units.passing import Passing
from services.registry.domain.agencies import AgencyFacts, Edge, level_of

ONE_DAY = timedelta(days=1)
MOST_CHOICES = 500
YEARS = range(1900, 2200)  # in which an agency may begin or end

EDGE_WORDS = {
    EdgeKind.CONTINUE: "Tiếp tục",
    EdgeKind.MERGE: "Nhập vào",
    EdgeKind.SPLIT: "Chia, tách",
    EdgeKind.RENAME: "Đổi tên",
    EdgeKind.TRANSFER_FUNCTION: "Chuyển nhiệm vụ",
    EdgeKind.DISSOLVE: "Giải thể",
}


class ActState(StrEnum):
    """Where a reorganisation stands."""

    DRAFT = "DRAFT"
    CONFIRMED = "CONFIRMED"
    WITHDRAWN = "WITHDRAWN"


class NotADraft(Conflict):
    """What was confirmed or withdrawn is not changed any more."""

    code = "reorganisation_not_a_draft"
    title = "Phương án này đã được xác nhận hoặc đã hủy, không sửa được nữa."


class ConfirmerDrafted(Conflict):
    """Who prepared a reorganisation does not confirm it."""

    code = "confirmer_drafted"
    title = "Người lập phương án không tự xác nhận; cần người thứ hai xác nhận."


class NothingMoves(Invalid):
    """A reorganisation without a line changes nothing."""

    code = "nothing_moves"
    title = "Phương án chưa có dòng nào: cần ít nhất một cơ quan được sắp xếp."


class DecidedLater(Invalid):
    """A decision is made before it is entered, and before it holds."""

    code = "decided_later"
    title = "Ngày quyết định không được sau ngày hôm nay hoặc sau ngày có hiệu lực."


class WrongMoves(Invalid):
    """A line does not fit what exists on the day."""

    code = "wrong_moves"
    title = "Phương án chưa khớp: {what}."


@dataclass(frozen=True, kw_only=True)
class Founding:
    """An agency that begins with the reorganisation."""

    scheme: str
    code: str
    name: str
    kind: AgencyKind
    parent: str | None = None
    reports: bool = False

    @property
    def id(self) -> str:
        """Its id: as for every unit, from scheme and code."""
        return Unit(
            key=Key(self.scheme, self.code), name=self.name, kind=UnitKind(self.kind.value)
        ).id


@dataclass(frozen=True, kw_only=True)
class Move:
    """One line: what becomes of an agency. `target` is empty when it is only dissolved; `places` are those
    of its area that go to this target."""

    source: str
    kind: EdgeKind
    target: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A person's choice who takes over one open thing of an agency; no receiver: as the rule says."""

    thing: str
    giver: str
    receiver: str


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """What a reorganisation says: its name, its day, who is founded, whose work passes on, who takes what no
    successor can hold alone (`superior`; empty: the agency's own superior)."""

    title: str
    effective_on: date
    founded: tuple[Founding, ...] = ()
    moves: tuple[Move, ...] = ()
    superior: str = ""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The decision by which it is confirmed."""

    number: str
    on: date


Existing = Mapping[str, AgencyFacts]


@dataclass(kw_only=True)
class Reorganisation(Aggregate):
    """One act that changes who exists."""

    kind: ClassVar[str] = "reorganisation"

    scheme: Scheme
    authors: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    state: ActState = ActState.DRAFT
    decision: str = ""
    decided_on: date | None = None
    confirmed_on: date | None = None

    @classmethod
    def draft(cls, scheme: Scheme, *, id_: str, agency: str, author: str) -> "Reorganisation":
        """Begin to prepare one. Raises `WrongMoves`."""
        _must_be_in_time(scheme)
        made = cls(id=id_, agency=agency, scheme=scheme, authors=(author,))
        made._say_drafted()
        return made

    def revise(self, scheme: Scheme, *, author: str) -> None:
        """Say something else instead; what was chosen is chosen again. Raises `NotADraft`, `WrongMoves`."""
        self._must_be_draft()
        _must_be_in_time(scheme)
        self.scheme, self.choices = scheme, ()
        self._touched(author)

    def choose(self, choices: Iterable[Choice], *, author: str) -> None:
        """Say who takes over single things. Raises `NotADraft`, `WrongMoves`."""
        self._must_be_draft()
        known = {one.thing: one for one in (*self.choices, *choices)}
        if len(known) > MOST_CHOICES:
            raise WrongMoves(what=f"chọn riêng nhiều nhất {MOST_CHOICES} việc")
        self.choices = tuple(one for one in known.values() if one.receiver)
        self._touched(author)

    def withdraw(self, *, on: date) -> None:
        """Give it up. Raises `NotADraft`."""
        self._must_be_draft()
        self.state = ActState.WITHDRAWN
        self.tell(ReorganisationWithdrawn(act=self.id, withdrawn_on=on))

    def confirm(
        self, decided: Decided, existing: Existing, *, by: str, today: date, focal: str = ""
    ) -> None:
        """Make it hold. Raises `NotADraft`, `ConfirmerDrafted`, `DecidedLater`, `NothingMoves`, `WrongMoves`."""
        self._must_be_draft()
        if by in self.authors:
            raise ConfirmerDrafted
        if decided.on > min(today, self.scheme.effective_on):
            raise DecidedLater
        check_scheme(self.scheme, existing, focal=focal)
        self.check_choices(existing)
        self.state, self.confirmed_on = ActState.CONFIRMED, today
        self.decision, self.decided_on = decided.number, decided.on
        self.tell(
            ReorganisationConfirmed(
                act=self.id,
                title=self.scheme.title,
                decision=decided.number,
                decided_on=decided.on,
                effective_on=self.scheme.effective_on,
                units=len(sources_of(self.scheme)) + len(self.scheme.founded),
            )
        )

    def check_choices(self, existing: Existing) -> None:
        """Raise `WrongMoves` unless whoever was chosen works on the day."""
        after = working_after(self.scheme, existing)
        for one in self.choices:
            if one.receiver not in after:
                raise WrongMoves(what="cơ quan được chọn không hoạt động từ ngày hiệu lực")

    def _touched(self, author: str) -> None:
        self.authors = (*self.authors, *({author} - set(self.authors)))
        self._say_drafted()

    def _say_drafted(self) -> None:
        scheme = self.scheme
        self.tell(
            ReorganisationDrafted(
                act=self.id, effective_on=scheme.effective_on, moves=len(scheme.moves)
            )
        )

    def _must_be_draft(self) -> None:
        if self.state is not ActState.DRAFT:
            raise NotADraft


def _must_be_in_time(scheme: Scheme) -> None:
    if scheme.effective_on.year not in YEARS:
        raise WrongMoves(what=f"năm hiệu lực phải từ {YEARS[0]} đến {YEARS[-1]}")


# --- what follows from it ---------------------------------------------------------------------------


def sources_of(scheme: Scheme) -> tuple[str, ...]:
    """The agencies whose work passes on, each once."""
    return tuple(dict.fromkeys(one.source for one in scheme.moves))


def ending(scheme: Scheme) -> frozenset[str]:
    """The agencies that end: all whose work passes on, unless only a task of theirs does."""
    stays = EdgeKind.TRANSFER_FUNCTION
    return frozenset(one.source for one in scheme.moves if one.kind is not stays)


def working_after(scheme: Scheme, existing: Existing) -> frozenset[str]:
    """Who works on the first day: who stood and does not end, and who is founded."""
    on, ends = scheme.effective_on, ending(scheme)
    stands = {id_ for id_, facts in existing.items() if facts.exists(on) and id_ not in ends}
    return frozenset(stands | {one.id for one in scheme.founded})


def check_scheme(scheme: Scheme, existing: Existing, *, focal: str = "") -> None:
    """Raise `NothingMoves` or `WrongMoves` unless every line fits who exists on the day."""
    if not scheme.moves and not scheme.founded:
        raise NothingMoves
    for flaw in flaws(scheme, existing, focal=focal):
        raise WrongMoves(what=flaw)


def flaws(scheme: Scheme, existing: Existing, *, focal: str = "") -> list[str]:
    """What does not fit, in Vietnamese; nothing when it is sound. `focal`: the agency from which the province's focal
    one follows by lineage."""
    after = working_after(scheme, existing)
    found = [*_wrong_foundings(scheme, existing, after)]
    for move in scheme.moves:
        found += _wrong_move(move, scheme, existing, after)
    for source in ending(scheme) & existing.keys():
        superior = superior_of(source, scheme, existing)
        if superior not in after:
            found.append(f"{existing[source].name}: chưa có cơ quan cấp trên nhận việc còn lại")
    return [*found, *_without_focal(scheme, existing, focal)]


def _without_focal(scheme: Scheme, existing: Existing, focal: str) -> Iterable[str]:
    """The province is never without the one agency that looks after dân vận: whoever is it from the day on ends into
    exactly one other."""
    if focal not in existing:
        return
    after = dict(existing)
    after |= {one: ended_facts(existing[one], one, scheme) for one in ending(scheme) & after.keys()}
    after |= {one.id: founded_facts(one, scheme, basis="") for one in scheme.founded}
    for day in _turns(after, scheme.effective_on):
        if _focal_on(day, after, focal) is None and (was := _focal_on(day, existing, focal)):
            heirs = len({one.target for one in _of(scheme, was) if one.target})
            yield (
                f"{existing[was].name} là cơ quan đầu mối công tác dân vận của tỉnh từ ngày {day:%d/%m/%Y}: khi kết "
                f"thúc phải có đúng một cơ quan kế thừa còn hoạt động (phương án đang có {heirs})"
            )
            return


def _turns(existing: Existing, since: date) -> list[date]:
    """The days from one on at which some agency is no more."""
    ends = {one.until + ONE_DAY for one in existing.values() if one.until}
    return sorted({since, *(day for day in ends if day > since)})


def _focal_on(day: date, existing: Existing, focal: str) -> str | None:
    """Who is the focal agency on a day, by what the register says of everybody."""
    return heir(
        focal,
        stands=lambda id_: id_ in existing and existing[id_].exists(day),
        onward=lambda id_: existing[id_].successors if id_ in existing else (),
    )


def _wrong_foundings(scheme: Scheme, existing: Existing, after: frozenset[str]) -> Iterable[str]:
    ids = [one.id for one in scheme.founded]
    for one in scheme.founded:
        if one.id in existing or ids.count(one.id) > 1:
            yield f"mã {one.scheme}/{one.code} đã dùng cho cơ quan khác"
        if one.parent and one.parent not in after:
            yield f"{one.name}: cơ quan cấp trên không hoạt động từ ngày hiệu lực"


def _wrong_move(
    move: Move, scheme: Scheme, existing: Existing, after: frozenset[str]
) -> Iterable[str]:
    source = existing.get(move.source)
    if source is None or not source.exists(scheme.effective_on - ONE_DAY):
        yield "có cơ quan không tồn tại vào ngày trước ngày hiệu lực"
        return
    if source.until and source.until < scheme.effective_on - ONE_DAY:
        yield f"{source.name} đã kết thúc trước đó"
    if move.target == move.source:
        yield f"{source.name} không thể chuyển cho chính mình"
    elif move.target and move.target not in after:
        yield f"{source.name}: cơ quan nhận không hoạt động từ ngày hiệu lực"
    elif not move.target and move.kind is not EdgeKind.DISSOLVE:
        yield f"{source.name}: chưa chọn cơ quan nhận"


def superior_of(source: str, scheme: Scheme, existing: Existing) -> str:
    """Who takes what no successor of an agency can hold alone."""
    facts = existing.get(source)
    return scheme.superior or (facts.parent if facts else None) or ""


def passings(scheme: Scheme, choices: Iterable[Choice], existing: Existing) -> dict[str, Passing]:
    """How the work of each agency passes on."""
    ends = ending(scheme)
    return {
        source: Passing(
            ends=source in ends,
            superior=superior_of(source, scheme, existing),
            successors=tuple(dict.fromkeys(m.target for m in _of(scheme, source) if m.target)),
            places=_places(_of(scheme, source)),
            chosen={one.thing: one.receiver for one in choices if one.giver == source},
        )
        for source in sources_of(scheme)
    }


def _of(scheme: Scheme, source: str) -> tuple[Move, ...]:
    return tuple(one for one in scheme.moves if one.source == source)


def _places(moves: Iterable[Move]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for move in moves:
        for place in move.places:
            found.setdefault(place, set()).add(move.target)
    return {place: frozenset(holders) for place, holders in found.items()}


def ended_facts(facts: AgencyFacts, source: str, scheme: Scheme) -> AgencyFacts:
    """What the register says of an agency that the reorganisation ends."""
    given = (one.target for one in _of(scheme, source) if one.target)
    targets = dict.fromkeys((*facts.successors, *given))
    return replace(facts, until=scheme.effective_on - ONE_DAY, successors=tuple(targets))


def founded_facts(founding: Founding, scheme: Scheme, *, basis: str) -> AgencyFacts:
    """What the register says of an agency that begins with it."""
    made_of = {
        one.source
        for one in scheme.moves
        if one.target == founding.id and one.kind is not EdgeKind.TRANSFER_FUNCTION
    }
    return AgencyFacts(
        scheme=founding.scheme,
        code=founding.code,
        name=founding.name,
        kind=founding.kind,
        parent=founding.parent,
        since=scheme.effective_on,
        predecessors=tuple(sorted(made_of)),
        reports=founding.reports,
        level=level_of(founding.kind),
        basis=basis,
    )


def edges_made(scheme: Scheme, source: str, *, basis: str) -> tuple[Edge, ...]:
    """The lines of lineage a reorganisation adds to an agency."""
    return tuple(
        Edge(kind=one.kind, target=one.target, effective_on=scheme.effective_on, basis=basis)
        for one in _of(scheme, source)
    )


def changes(scheme: Scheme, existing: Existing) -> list[tuple[date, str]]:
    """What changes on which day, in Vietnamese."""
    day, names = scheme.effective_on, _names(scheme, existing)
    ended = [
        (day - ONE_DAY, f"{names.get(one, one)} kết thúc hoạt động")
        for one in sources_of(scheme)
        if one in ending(scheme)
    ]
    founded = [(day, f"{one.name} bắt đầu hoạt động") for one in scheme.founded]
    passed = [
        (day, f"{names.get(one.source, one.source)}: {_lower(one.kind)} {names[one.target]}")
        for one in scheme.moves
        if one.target in names
    ]
    return [*ended, *founded, *passed]


def _names(scheme: Scheme, existing: Existing) -> dict[str, str]:
    known = {id_: facts.name for id_, facts in existing.items()}
    return known | {one.id: one.name for one in scheme.founded}


def _lower(kind: EdgeKind) -> str:
    word = EDGE_WORDS[kind]
    return word[0].lower() + word[1:]
