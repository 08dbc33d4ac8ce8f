"""Counting: what was told of each thing, into ticks of daily counters; counters over a period, into figures.

A fact is one counted thing (a petition, a session, a model…) with what its events said so far; days are
ISO text, which sorts as days do. No fact relies on another having come first. A tick says: on that day
this counter is so much more. All figures are sums and differences of counters (`figures.TERMS`), so that they
come from roll-ups whatever the number of facts, and the same ticks say what a figure counts.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from services.reporting.domain.terms import DISTINCT, PROVEN_MODELS, TERMS, Terms, When

Fact = Mapping[str, Any]

FINISHING = frozenset({"GUIDE", "FORWARD", "RETURN", "STORE"})
ABSORBED = frozenset({"ABSORBED", "PARTLY_ABSORBED"})
PROVEN = "DVK_PROVEN"


class Tick(NamedTuple):
    """On a day, so much more of a counter."""

    day: str
    counter: str
    n: int


Ticks = Iterator[Tick]


class Window(NamedTuple):
    """A period, both days included, as ISO text."""

    first: str
    last: str

    @classmethod
    def of(cls, first: date, last: date) -> "Window":
        """A period given as days."""
        return cls(first.isoformat(), last.isoformat())

    def holds(self, day: str | None) -> bool:
        """Whether a day lies in it; no day lies nowhere."""
        return day is not None and self.first <= day <= self.last

    def takes(self, when: When, day: str) -> bool:
        """Whether a term that looks at `when` takes a day."""
        if when is When.BEFORE:
            return day < self.first
        return day <= self.last and (when is When.UNTIL or day >= self.first)


class Sums(NamedTuple):
    """The counters of one agency: of the period, and of all days before it."""

    within: Counter[str]
    before: Counter[str]

    @classmethod
    def empty(cls) -> "Sums":
        """Nothing counted."""
        return cls(Counter(), Counter())


def ticks(fact: Fact) -> Ticks:
    """What a fact counts, on which days."""
    return _TICKING[fact["kind"]](fact)


def figures(sums: Sums) -> Counter[str]:
    """The figures of one agency, without those that are nought."""
    found = Counter({key: _value(terms, sums) for key, terms in TERMS.items()})
    for key, start in DISTINCT.items():
        found[key] = sum(1 for name, n in sums.within.items() if n > 0 and name.startswith(start))
    return +found


def happened(counters: Counter[str]) -> Counter[str]:
    """What of one day's counters is a figure itself."""
    return +Counter({key: counters[key] for key in counters if key in TERMS})


def evidenced_models(sums: Sums) -> int:
    """Models carried out in the period whose result was recorded with evidence (D2.10)."""
    return _value(PROVEN_MODELS, sums)


def _value(terms: Terms, sums: Sums) -> int:
    value = 0
    for when, counter, sign in terms:
        if when is not When.BEFORE:
            value += sign * sums.within[counter]
        if when is not When.WITHIN:
            value += sign * sums.before[counter]
    return value


def summed(facts: Iterable[Fact], window: Window) -> dict[str, Sums]:
    """The counters by agency, from the facts themselves."""
    found: dict[str, Sums] = {}
    for fact in facts:
        sums = found.setdefault(fact["agency"], Sums.empty())
        for day, counter, n in ticks(fact):
            if day <= window.last:
                (sums.before if day < window.first else sums.within)[counter] += n
    return found


def counts(facts: Iterable[Fact], window: Window) -> dict[str, Counter[str]]:
    """Figures by agency, from the facts themselves; only those that are not nought."""
    sums = summed(facts, window)
    return {agency: found for agency, one in sums.items() if (found := figures(one))}


def share(told: Iterable[Tick], key: str, window: Window) -> int:
    """What one fact's ticks contribute to a figure; nought when the figure does not count it."""
    told = tuple(told)
    if key in DISTINCT:
        return sum(
            1 for day, name, _ in told if name.startswith(DISTINCT[key]) and window.holds(day)
        )
    return sum(
        sign * n
        for when, counter, sign in TERMS.get(key, ())
        for day, name, n in told
        if name == counter and window.takes(when, day)
    )


# --- planning ---------------------------------------------------------------------------------------


def _one(day: str | None, counter: str, n: int = 1) -> Ticks:
    if day is not None and n:
        yield Tick(day, counter, n)


def _plan(fact: Fact) -> Ticks:
    yield from _one(fact.get("approved_on"), "PLAN_ISSUED")


def _task(fact: Fact) -> Ticks:
    opened, done = fact.get("opened_on"), fact.get("completed_on")
    yield from _one(done, "TASK_DONE")
    if opened is None:
        return
    yield Tick(opened, "TASK_TOTAL", 1)
    yield from _one(opened, "TASK_ASSIGNED", int(fact["assigned"]))
    due = max(opened, fact["due_on"])
    yield Tick(due, "TASK_FELL_DUE", 1)
    if done is not None:
        yield Tick(max(due, done), "TASK_MET", 1)


def _outreach(fact: Fact) -> Ticks:
    on, staff = fact["on"], fact["to"] == "STAFF"
    name = "DISSEM" if staff else "MOBILISATION"
    yield Tick(on, f"{name}_SESSIONS", 1)
    yield from _one(on, f"{name}_PARTICIPANTS", fact["participants"])
    if staff:
        for instrument in dict.fromkeys(fact["instruments"]):
            yield Tick(on, f"{DISTINCT['DISSEM_INSTRUMENTS']}{instrument}", 1)


def _model(fact: Fact) -> Ticks:
    if fact.get("result_on"):
        yield from _lived(fact, PROVEN)
    field = fact.get("field")
    if field is None:
        return
    started, ended = fact["started_on"], fact.get("ended_on")
    yield Tick(started, f"DVK_NEW.{field}", 1)
    yield from _one(ended, f"DVK_ENDED.{field}")
    if ended is not None:
        yield Tick(max(started, ended), f"DVK_LEFT.{field}", 1)
    if fact["direct"] or fact["pressing"]:
        yield from _lived(fact, "DVK_PRIORITY")


def _lived(fact: Fact, name: str) -> Ticks:
    """Begun, left, ended: enough for «in being on the last day, or ended in the period»."""
    started, ended = fact.get("started_on"), fact.get("ended_on")
    yield from _one(started, f"{name}_NEW")
    yield from _one(ended, f"{name}_ENDED")
    if started is not None and ended is not None:
        yield Tick(max(started, ended), f"{name}_LEFT", 1)


def _training(fact: Fact) -> Ticks:
    yield Tick(fact["on"], "TRAIN_CLASSES", 1)
    yield from _one(fact["on"], "TRAIN_ATTENDEES", fact["attendees"])


def _media(fact: Fact) -> Ticks:
    if fact["medium"] == "ARTICLE":
        yield Tick(fact["on"], "MEDIA_ARTICLES", 1)
    else:
        yield Tick(fact["on"], "MEDIA_BROADCASTS", 1)
        yield from _one(fact["on"], "MEDIA_MINUTES", fact["minutes"])


def _evaluation(fact: Fact) -> Ticks:
    yield Tick(fact["on"], "HEAD_EVALUATIONS", 1)


def _harassment(fact: Fact) -> Ticks:
    yield Tick(fact["on"], "HARASSMENT_CASES", 1)


# --- reception --------------------------------------------------------------------------------------

MEASURES = ("visits", "persons", "matters", "groups", "group_persons")


def _session(fact: Fact) -> Ticks:
    on, group = fact["on"], reception_group(fact["form"], fact["host"])
    for measure in MEASURES:
        yield from _one(on, f"RCP_{measure.upper()}.{group}", fact[measure])
    if group == "HEAD_PERIODIC":
        yield Tick(on, "RCP_HEAD_DAYS", 1)


def reception_group(kind: str, host: str) -> str:
    """The column of form 01/TCD a session belongs to."""
    if kind == "REGULAR":
        return "REGULAR"
    if host != "HEAD":
        return "AUTHORISED"
    return "HEAD_PERIODIC" if kind == "PERIODIC" else "HEAD_AD_HOC"


def _petition(fact: Fact) -> Ticks:
    group, received, finished = fact["group"], fact.get("received_on"), _finished(fact)
    if received is not None:
        yield Tick(received, f"PET_IN.{group}", 1)
        if finished is not None:
            yield Tick(max(received, finished), f"PET_OUT.{group}", 1)
    classified = fact.get("classified_on")
    if classified is not None:
        if fact["eligible"]:
            yield Tick(classified, f"PET_ELIGIBLE.{group}", 1)
        if fact["competent"]:
            yield Tick(classified, f"PET_COMPETENT.{group}", 1)
    yield from _settled(fact, group)


def _settled(fact: Fact, group: str) -> Ticks:
    due, decided = _falls_due(fact), fact.get("decided_on")
    over = decided or _without_decision(fact)
    if due is not None:
        yield Tick(due, f"PET_FELL_DUE.{group}", 1)
    if decided is not None:
        yield Tick(decided, f"PET_SETTLED.{group}", 1)
        yield Tick(decided, f"PET_ONTIME.{group}" if fact["on_time"] else f"PET_LATE.{group}", 1)
    if due is not None and over is not None:
        yield Tick(max(due, over), f"PET_MET.{group}", 1)


def _falls_due(fact: Fact) -> str | None:
    """The day a matter falls due; none while its time stands still."""
    due, still = fact.get("due_on"), fact.get("suspended_on")
    return None if due and still and still <= due else due


def _without_decision(fact: Fact) -> str | None:
    """The day a matter ended without being decided: terminated, or linked to the same one."""
    return fact.get("terminated_on") or fact.get("linked_on")


def _finished(fact: Fact) -> str | None:
    ended: str | None = fact.get("decided_on") or _without_decision(fact)
    if ended is None and fact.get("disposition") in FINISHING:
        ended = fact["classified_on"]
    return ended


# --- consultation -----------------------------------------------------------------------------------


def _consultation(fact: Fact) -> Ticks:
    if fact["form"] == "SCIENTIFIC_CRITICISM":
        yield from _one(fact.get("closed_on"), "SCIENTIFIC_CRITICISMS")


def _opinion(fact: Fact) -> Ticks:
    on, response = fact["received_on"], fact.get("response")
    if fact["form"] == "CONTRIBUTION":
        yield Tick(on, "CONTRIBUTIONS", 1)
        yield from _one(on, "CONTRIBUTIONS_ABSORBED", int(response in ABSORBED))
        yield from _one(on, "CONTRIBUTIONS_EXPLAINED", int(response == "EXPLAINED"))
    elif fact["form"] == "COMMUNITY_CONSULT":
        yield Tick(on, "CONSULT_OPINIONS", 1)
        yield from _one(on, "CONSULT_ABSORBED", int(response in ABSORBED))


def _dialogue(fact: Fact) -> Ticks:
    on = fact.get("held_on")
    yield from _one(on, "DIALOGUE_COUNT")
    yield from _one(on, "DIALOGUE_PARTICIPANTS", fact.get("participants", 0))
    yield from _one(on, "DIALOGUE_OPINIONS", fact.get("opinions", 0))
    answered = fact.get("answered_by_result", fact.get("answered", 0))
    yield from _one(on, "DIALOGUE_ANSWERED", answered)


def _supervision(fact: Fact) -> Ticks:
    yield Tick(fact["started_on"], "FRONT_SUPERVISIONS", 1)


def _recommendation(fact: Fact) -> Ticks:
    on = fact["received_on"]
    yield Tick(on, "FRONT_RECOMMENDATIONS", 1)
    yield from _one(on, "FRONT_REPLIED_ONTIME", int(fact.get("on_time", False)))


def _criticism(fact: Fact) -> Ticks:
    on = fact.get("issued_on")
    yield from _one(on, "PBXH_DRAFTS")
    yield from _one(on, "PBXH_REPLIED_ONTIME", int(fact.get("on_time", False)))


def _project(fact: Fact) -> Ticks:
    yield Tick(fact["posted_on"], "CONSULT_PROJECTS", 1)


_TICKING: dict[str, Callable[[Fact], Ticks]] = {
    "plan": _plan,
    "task": _task,
    "outreach": _outreach,
    "model": _model,
    "training": _training,
    "media": _media,
    "evaluation": _evaluation,
    "harassment": _harassment,
    "session": _session,
    "petition": _petition,
    "consultation": _consultation,
    "opinion": _opinion,
    "dialogue": _dialogue,
    "supervision": _supervision,
    "recommendation": _recommendation,
    "criticism": _criticism,
    "project": _project,
}
