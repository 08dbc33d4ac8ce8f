"""The figures of one agency, counted anew from what it entered."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from verify.days import head_quota, plus_working, rolled
from verify.keys import COUNTED, COUNTS, KINDS
from verify.told import Agency, Thing

SETTLE_IN = {(False, False): 30, (False, True): 45, (True, False): 45, (True, True): 60}
DENUNCIATION_DAYS, ANSWER_WORKING_DAYS, REPLY_WORKING_DAYS = 30, 15, 15
OPEN_DISPOSITIONS = {"ACCEPT", "REQUEST_SUPPLEMENT"}
ABSORBED = {"ABSORBED", "PARTLY_ABSORBED"}
Told = Iterator[tuple[str, int]]


def figures_of(agency: Agency, first: date, last: date) -> dict[str, int]:
    """Every counted figure, noughts too."""
    count = _Count(agency, first, last)
    found: Counter[str] = Counter()
    for part in (count.plans, count.models, count.outreach, count.others, count.sessions):
        for key, number in part():
            found[key] += number
    for part in (count.petitions, count.dialogues, count.opinions, count.front):
        for key, number in part():
            found[key] += number
    found["RCP_HEAD_QUOTA"] = head_quota(commune=agency.commune, first=first, last=last)
    return {key: found[key] for key in sorted(COUNTED)}


def due_on(petition: Thing, *, remote: bool) -> date | None:
    """When an accepted matter had to be settled."""
    accepted = petition.get("accepted_on")
    if accepted is None:
        return None
    if petition["kind"] == "COMPLAINT":
        days = SETTLE_IN[remote, bool(petition["complex"])]
        return rolled(accepted + timedelta(days=days))
    if petition["kind"] == "DENUNCIATION":
        return rolled(accepted + timedelta(days=DENUNCIATION_DAYS))
    return plus_working(accepted, ANSWER_WORKING_DAYS)


class _Count:
    """Counting for one agency and window."""

    def __init__(self, agency: Agency, first: date, last: date) -> None:
        self.agency, self.first, self.last = agency, first, last

    def inside(self, on: date | None) -> bool:
        return on is not None and self.first <= on <= self.last

    def by_then(self, on: date | None) -> bool:
        return on is not None and on <= self.last

    # --- planning ---------------------------------------------------------------------------------------

    def plans(self) -> Told:
        plans = self.agency.things["plan"]
        yield "PLAN_ISSUED", sum(self.inside(one.get("approved_on")) for one in plans.values())
        for task in self.agency.each("task"):
            opened = plans[task["plan_ref"]].get("approved_on")
            if opened is None:
                continue
            yield "TASK_TOTAL", int(self.inside(opened))
            yield "TASK_ASSIGNED", int(self.inside(opened) and task["assigned"])
            yield "TASK_DONE", int(self.inside(task.get("completed_on")))
            late = self.by_then(task["due_on"]) and not self.by_then(task.get("completed_on"))
            yield "TASK_OVERDUE", int(late and self.by_then(opened))

    def models(self) -> Told:
        for model in self.agency.each("model"):
            ended = self.inside(model.get("ended_on"))
            active = self.by_then(model["started_on"]) and not self.by_then(model.get("ended_on"))
            yield f"DVK_NEW.{model['field']}", int(self.inside(model["started_on"]))
            yield f"DVK_ENDED.{model['field']}", int(ended)
            yield f"DVK_ACTIVE.{model['field']}", int(active)
            chosen = model["direct_to_people"] or model["pressing_issue"]
            yield "DVK_PRIORITY", int(chosen and (active or ended))

    def outreach(self) -> Told:
        named: set[str] = set()
        for one in self.agency.each("outreach"):
            if not self.inside(one["held_on"]):
                continue
            word = "DISSEM" if one["kind"] == "STAFF" else "MOBILISATION"
            named |= set(one["instruments"]) if one["kind"] == "STAFF" else set()
            yield f"{word}_SESSIONS", 1
            yield f"{word}_PARTICIPANTS", one["participants"]
        yield "DISSEM_INSTRUMENTS", len(named)

    def others(self) -> Told:
        for one in self.agency.each("training"):
            if self.inside(one["held_on"]):
                yield "TRAIN_CLASSES", 1
                yield "TRAIN_ATTENDEES", one["attendees"]
        for one in self.agency.each("media"):
            if self.inside(one["published_on"]):
                aired = one["kind"] == "BROADCAST"
                yield "MEDIA_BROADCASTS" if aired else "MEDIA_ARTICLES", 1
                yield "MEDIA_MINUTES", one["minutes"] if aired else 0
        for one in self.agency.each("evaluation"):
            yield "HEAD_EVALUATIONS", int(self.inside(one["evaluated_on"]))
        for one in self.agency.each("harassment"):
            yield "HARASSMENT_CASES", int(self.inside(one["found_on"]))

    # --- reception --------------------------------------------------------------------------------------

    def sessions(self) -> Told:
        for one in self.agency.each("session"):
            if not self.inside(one["held_on"]):
                continue
            column = _column(one["kind"], one["host"])
            yield from ((f"RCP_{name}.{column}", one[name.lower()]) for name in COUNTS)
            yield "RCP_HEAD_DAYS", int(column == "HEAD_PERIODIC")

    def petitions(self) -> Told:
        for one in self.agency.each("petition"):
            group = KINDS[one["kind"]]
            for what, so in self._petition(one):
                yield f"PET_{what}.{group}", int(so)

    def _petition(self, one: Thing) -> Iterator[tuple[str, bool]]:
        decided, due = one.get("decided_on"), due_on(one, remote=self.agency.remote)
        yield "IN", self.inside(one["received_on"])
        ended = _ended(one)
        open_before = ended is None or ended >= self.first
        yield "CARRIED", one["received_on"] < self.first and open_before
        classified = self.inside(one.get("classified_on"))
        yield "ELIGIBLE", classified and one["eligible"]
        yield "COMPETENT", classified and one["competent"]
        in_time = bool(decided and due and decided <= due)
        yield "SETTLED", self.inside(decided)
        yield "ONTIME", self.inside(decided) and in_time
        still_open = self.by_then(due) and not self.by_then(decided)
        yield "OVERDUE", still_open or (self.inside(decided) and not in_time)

    # --- consultation -----------------------------------------------------------------------------------

    def dialogues(self) -> Told:
        for one in self.agency.each("dialogue"):
            if self.inside(one.get("held_on")):
                yield "DIALOGUE_COUNT", 1
                yield "DIALOGUE_PARTICIPANTS", one["participants"]
                yield "DIALOGUE_OPINIONS", one["opinions"]
                then = "answered_then" if "answered_then" in one else "answered"
                yield "DIALOGUE_ANSWERED", one[then]
        for one in self.agency.each("project"):
            yield "CONSULT_PROJECTS", int(self.inside(one["posted_on"]))

    def opinions(self) -> Told:
        asked = self.agency.things["consultation"]
        for one in asked.values():
            critical = one["kind"] == "SCIENTIFIC_CRITICISM"
            yield "SCIENTIFIC_CRITICISMS", int(critical and self.inside(one.get("closed_on")))
        for one in self.agency.each("opinion"):
            if not self.inside(one["received_on"]):
                continue
            kind, response = asked[one["consultation_ref"]]["kind"], one.get("response")
            if kind == "CONTRIBUTION":
                yield "CONTRIBUTIONS", 1
                yield "CONTRIBUTIONS_ABSORBED", int(response in ABSORBED)
                yield "CONTRIBUTIONS_EXPLAINED", int(response == "EXPLAINED")
            elif kind == "COMMUNITY_CONSULT":
                yield "CONSULT_OPINIONS", 1
                yield "CONSULT_ABSORBED", int(response in ABSORBED)

    def front(self) -> Told:
        for one in self.agency.each("supervision"):
            yield "FRONT_SUPERVISIONS", int(self.inside(one["started_on"]))
        for one in self.agency.each("recommendation"):
            if self.inside(one["received_on"]):
                yield "FRONT_RECOMMENDATIONS", 1
                yield "FRONT_REPLIED_ONTIME", int(_replied_in_time(one, one["received_on"]))
        for one in self.agency.each("criticism"):
            if self.inside(one.get("issued_on")):
                yield "PBXH_DRAFTS", 1
                yield "PBXH_REPLIED_ONTIME", int(_replied_in_time(one, one["issued_on"]))


def _column(kind: str, host: str) -> str:
    if kind == "REGULAR":
        return "REGULAR"
    if host != "HEAD":
        return "AUTHORISED"
    return "HEAD_PERIODIC" if kind == "PERIODIC" else "HEAD_AD_HOC"


def _ended(petition: Thing) -> date | None:
    """When a petition was finished: settled, or sent another way than acceptance."""
    if "decided_on" in petition:
        return petition["decided_on"]  # type: ignore[no-any-return]
    if petition.get("disposition", "ACCEPT") not in OPEN_DISPOSITIONS:
        return petition["classified_on"]  # type: ignore[no-any-return]
    return None


def _replied_in_time(one: Thing, start: date) -> bool:
    replied = one.get("replied_on")
    return replied is not None and replied <= plus_working(start, REPLY_WORKING_DAYS)
