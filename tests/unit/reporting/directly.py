"""The slow way: each figure straight from the facts of a period, as its definition says. An oracle for tests.

A fact is one counted thing (a petition, a session, a model…) with what its events said so far; days are
ISO text, which sorts as days do. No fact relies on another having come first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

Fact = Mapping[str, Any]
Counted = Iterator[tuple[str, int]]

FINISHING = frozenset({"GUIDE", "FORWARD", "RETURN", "STORE"})
ABSORBED = frozenset({"ABSORBED", "PARTLY_ABSORBED"})


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


def counts(facts: Iterable[Fact], window: Window) -> dict[str, Counter[str]]:
    """Figures by agency; only those that are not nought."""
    sums: dict[str, Counter[str]] = {}
    named: dict[str, set[str]] = {}
    for fact in facts:
        agency = fact["agency"]
        mine = sums.setdefault(agency, Counter())
        for key, number in _COUNTERS[fact["kind"]](fact, window):
            mine[key] += number
        if fact["kind"] == "outreach" and _for_staff(fact, window):
            named.setdefault(agency, set()).update(fact["instruments"])
    for agency, instruments in named.items():
        sums[agency]["DISSEM_INSTRUMENTS"] = len(instruments)
    return {agency: +found for agency, found in sums.items() if +found}


def evidenced_models(facts: Iterable[Fact], window: Window) -> int:
    """Models carried out in the period whose result was recorded with evidence (D2.10)."""
    models = (fact for fact in facts if fact["kind"] == "model" and fact.get("result_on"))
    return sum(_active(fact, window) or window.holds(fact.get("ended_on")) for fact in models)


# --- planning ---------------------------------------------------------------------------------------


def _plan(fact: Fact, window: Window) -> Counted:
    if window.holds(fact.get("approved_on")):
        yield "PLAN_ISSUED", 1


def _task(fact: Fact, window: Window) -> Counted:
    opened, done = fact.get("opened_on"), fact.get("completed_on")
    if window.holds(opened):
        yield "TASK_TOTAL", 1
        yield "TASK_ASSIGNED", int(fact["assigned"])
    if window.holds(done):
        yield "TASK_DONE", 1
    due = opened and opened <= window.last and fact["due_on"] <= window.last
    if due and not (done and done <= window.last):
        yield "TASK_OVERDUE", 1


def _outreach(fact: Fact, window: Window) -> Counted:
    if window.holds(fact["on"]):
        name = "DISSEM" if fact["to"] == "STAFF" else "MOBILISATION"
        yield f"{name}_SESSIONS", 1
        yield f"{name}_PARTICIPANTS", fact["participants"]


def _for_staff(fact: Fact, window: Window) -> bool:
    return fact["to"] == "STAFF" and window.holds(fact["on"])


def _model(fact: Fact, window: Window) -> Counted:
    field, ended = fact.get("field"), window.holds(fact.get("ended_on"))
    if field is None:
        return
    if window.holds(fact["started_on"]):
        yield f"DVK_NEW.{field}", 1
    if ended:
        yield f"DVK_ENDED.{field}", 1
    active = _active(fact, window)
    if active:
        yield f"DVK_ACTIVE.{field}", 1
    if (active or ended) and (fact["direct"] or fact["pressing"]):
        yield "DVK_PRIORITY", 1


def _active(fact: Fact, window: Window) -> bool:
    started, ended = fact.get("started_on"), fact.get("ended_on")
    return bool(started and started <= window.last and not (ended and ended <= window.last))


def _training(fact: Fact, window: Window) -> Counted:
    if window.holds(fact["on"]):
        yield "TRAIN_CLASSES", 1
        yield "TRAIN_ATTENDEES", fact["attendees"]


def _media(fact: Fact, window: Window) -> Counted:
    if not window.holds(fact["on"]):
        return
    if fact["medium"] == "ARTICLE":
        yield "MEDIA_ARTICLES", 1
    else:
        yield "MEDIA_BROADCASTS", 1
        yield "MEDIA_MINUTES", fact["minutes"]


def _evaluation(fact: Fact, window: Window) -> Counted:
    if window.holds(fact["on"]):
        yield "HEAD_EVALUATIONS", 1


def _harassment(fact: Fact, window: Window) -> Counted:
    if window.holds(fact["on"]):
        yield "HARASSMENT_CASES", 1


# --- reception --------------------------------------------------------------------------------------

MEASURES = ("visits", "persons", "matters", "groups", "group_persons")


def _session(fact: Fact, window: Window) -> Counted:
    if not window.holds(fact["on"]):
        return
    group = reception_group(fact["form"], fact["host"])
    for measure in MEASURES:
        yield f"RCP_{measure.upper()}.{group}", fact[measure]
    if group == "HEAD_PERIODIC":
        yield "RCP_HEAD_DAYS", 1


def reception_group(kind: str, host: str) -> str:
    """The column of form 01/TCD a session belongs to."""
    if kind == "REGULAR":
        return "REGULAR"
    if host != "HEAD":
        return "AUTHORISED"
    return "HEAD_PERIODIC" if kind == "PERIODIC" else "HEAD_AD_HOC"


def _petition(fact: Fact, window: Window) -> Counted:
    group = fact["group"]
    for name, number in _steps(fact, window):
        yield f"PET_{name}.{group}", number


def _steps(fact: Fact, window: Window) -> Counted:
    received, decided = fact.get("received_on"), fact.get("decided_on")
    yield "IN", int(window.holds(received))
    yield "CARRIED", int(_carried(fact, window))
    if window.holds(fact.get("classified_on")):
        yield "ELIGIBLE", int(fact["eligible"])
        yield "COMPETENT", int(fact["competent"])
    if window.holds(decided):
        yield "SETTLED", 1
        yield "ONTIME" if fact["on_time"] else "OVERDUE", 1
    elif _overdue(fact, window):
        yield "OVERDUE", 1


def _carried(fact: Fact, window: Window) -> bool:
    received, finished = fact.get("received_on"), _finished(fact)
    return bool(received and received < window.first and not (finished and finished < window.first))


def _finished(fact: Fact) -> str | None:
    for name in ("decided_on", "terminated_on", "linked_on"):
        if fact.get(name):
            return str(fact[name])
    return fact["classified_on"] if fact.get("disposition") in FINISHING else None


def _overdue(fact: Fact, window: Window) -> bool:
    due, still = fact.get("due_on"), fact.get("suspended_on")
    if not due or due > window.last or (still and still <= due):
        return False
    ends = [fact.get("decided_on"), fact.get("terminated_on"), fact.get("linked_on")]
    over = next((one for one in ends if one), None)
    return not (over and over <= window.last)


# --- consultation -----------------------------------------------------------------------------------


def _consultation(fact: Fact, window: Window) -> Counted:
    if fact["form"] == "SCIENTIFIC_CRITICISM" and window.holds(fact.get("closed_on")):
        yield "SCIENTIFIC_CRITICISMS", 1


def _opinion(fact: Fact, window: Window) -> Counted:
    if not window.holds(fact["received_on"]):
        return
    response = fact.get("response")
    if fact["form"] == "CONTRIBUTION":
        yield "CONTRIBUTIONS", 1
        yield "CONTRIBUTIONS_ABSORBED", int(response in ABSORBED)
        yield "CONTRIBUTIONS_EXPLAINED", int(response == "EXPLAINED")
    elif fact["form"] == "COMMUNITY_CONSULT":
        yield "CONSULT_OPINIONS", 1
        yield "CONSULT_ABSORBED", int(response in ABSORBED)


def _dialogue(fact: Fact, window: Window) -> Counted:
    if window.holds(fact.get("held_on")):
        yield "DIALOGUE_COUNT", 1
        yield "DIALOGUE_PARTICIPANTS", fact.get("participants", 0)
        yield "DIALOGUE_OPINIONS", fact.get("opinions", 0)
        yield "DIALOGUE_ANSWERED", fact.get("answered_by_result", fact.get("answered", 0))


def _supervision(fact: Fact, window: Window) -> Counted:
    if window.holds(fact["started_on"]):
        yield "FRONT_SUPERVISIONS", 1


def _recommendation(fact: Fact, window: Window) -> Counted:
    if window.holds(fact["received_on"]):
        yield "FRONT_RECOMMENDATIONS", 1
        yield "FRONT_REPLIED_ONTIME", int(fact.get("on_time", False))


def _criticism(fact: Fact, window: Window) -> Counted:
    if window.holds(fact.get("issued_on")):
        yield "PBXH_DRAFTS", 1
        yield "PBXH_REPLIED_ONTIME", int(fact.get("on_time", False))


def _project(fact: Fact, window: Window) -> Counted:
    if window.holds(fact["posted_on"]):
        yield "CONSULT_PROJECTS", 1


_COUNTERS: dict[str, Callable[[Fact, Window], Counted]] = {
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
