"""What agencies ask and are told: consultations, dialogues, supervision, criticism, project files."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

from demo.year import words
from demo.year.days import DAY, WINDOW_FROM, WINDOW_TO, after, between, due_on, working
from demo.year.entries import CONSULTATION, Entry, Refs, iso
from demo.year.offices import Office

KINDS = ("COMMUNITY_CONSULT", "CONTRIBUTION", "SCIENTIFIC_CRITICISM")
KIND_WEIGHTS = (60, 30, 10)
GIVERS = {
    "COMMUNITY_CONSULT": (("RESIDENTS", "FRONT", "BUSINESS"), (80, 10, 10)),
    "CONTRIBUTION": (("RESIDENTS", "FRONT"), (40, 60)),
    "SCIENTIFIC_CRITICISM": (("EXPERTS",), (1,)),
}
RESPONSES = ("ABSORBED", "PARTLY_ABSORBED", "EXPLAINED")
RESPONSE_WEIGHTS = (45, 20, 35)
REPLY_LATE, REPLY_MISSING = 0.08, 0.06
SUPERVISED, CRITICISED, BUILDING = 0.5, 0.25, 0.15
LOUD_FROM = date(2026, 9, 15)
LOUD_SHARE = 0.4
POSTED = 30
POSTED_MARGIN = 3
TALKS_WITHIN = 40


def consultation(office: Office, *, dialogues: int, asked: int, seed: int) -> list[Entry]:
    """All rows an agency enters into consultation in its year."""
    work = _Work(office, seed)
    return [
        *work.dialogues(dialogues),
        *work.asked(asked),
        *work.supervision(),
        *work.criticism(),
        *work.projects(),
    ]


class _Work:
    """One agency's year; each topic throws its own dice."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.seed = office, seed

    def _dice(self, topic: str) -> Random:
        return self.office.random(self.seed, topic)

    def dialogues(self, how_many: int) -> Iterator[Entry]:
        random, refs = self._dice("dialogues"), Refs("d")
        for _ in range(how_many):
            yield from self._dialogue(random, refs.fresh())

    def _dialogue(self, random: Random, ref: str) -> Iterator[Entry]:
        held_on = between(random, date(2025, 12, 1), WINDOW_TO)
        ahead = random.randint(8, 15) if not words.chance(random, 0.03) else random.randint(3, 5)
        loud = held_on >= LOUD_FROM and words.chance(random, LOUD_SHARE)
        announced = {
            "title": f"Đối thoại với Nhân dân {self.office.place}",
            "place": f"Hội trường {self.office.name}",
            "announced_on": iso(held_on - ahead * DAY),
            "planned_on": iso(held_on),
        }
        notice = _entry(held_on - ahead * DAY, "announce_dialogue", ref, **announced)
        yield replace(notice, loud=loud)
        opinions = random.randint(4, 32)
        answered = random.randint(opinions // 2, opinions)
        held = {
            "ref": ref,
            "held_on": iso(held_on),
            "participants": random.randint(45, 260),
            "opinions": opinions,
            "answered": answered,
        }
        yield _entry(held_on, "hold_dialogue", f"{ref}-h", **held)
        published_on = working(held_on + random.randint(3, 12) * DAY)
        if published_on <= WINDOW_TO:
            later = min(opinions, answered + random.randint(0, opinions - answered))
            told = {"ref": ref, "on": iso(published_on), "answered": later}
            yield _entry(published_on, "publish_dialogue_result", f"{ref}-p", **told)

    def asked(self, how_many: int) -> Iterator[Entry]:
        random, refs, opinions = self._dice("asked"), Refs("c"), Refs("y")
        for _ in range(how_many):
            yield from self._asked(random, refs.fresh(), opinions)

    def _asked(self, random: Random, ref: str, opinions: Refs) -> Iterator[Entry]:
        kind = random.choices(KINDS, KIND_WEIGHTS)[0]
        opened_on = between(random, WINDOW_FROM, date(2026, 9, 30))
        closes_on = working(opened_on + random.randint(32, 60) * DAY)
        opened = {
            "kind": kind,
            "title": f"Lấy ý kiến về {random.choice(words.CONSULTED)}",
            "opened_on": iso(opened_on),
            "closes_on": iso(closes_on),
        }
        yield _entry(opened_on, "open_consultation", ref, **opened)
        received = sorted(
            between(random, opened_on, closes_on) for _ in range(random.randint(3, 12))
        )
        last = closes_on
        for on in received:
            if on > WINDOW_TO:
                continue
            answered_on = after(on, random.randint(1, 10))
            last = max(last, answered_on)
            yield from self._opinion(random, opinions.fresh(), (ref, kind), (on, answered_on))
        closed_on = after(last, random.randint(1, 4))
        if closed_on <= WINDOW_TO:
            closed = {"ref": ref, "on": iso(closed_on)}
            yield _entry(closed_on, "close_consultation", f"{ref}-x", **closed)

    def _opinion(
        self, random: Random, ref: str, about: tuple[str, str], days: tuple[date, date]
    ) -> Iterator[Entry]:
        (consultation_ref, kind), (on, answered_on) = about, days
        givers, weights = GIVERS[kind]
        received = {
            "consultation_ref": consultation_ref,
            "giver": random.choices(givers, weights)[0],
            "received_on": iso(on),
            "content": random.choice(words.OPINIONS),
        }
        yield _entry(on, "receive_opinion", ref, **received)
        answered = _answer(random)
        reason = (
            "Đã tiếp thu vào dự thảo." if answered == "ABSORBED" else "Theo quy định hiện hành."
        )
        if answered_on <= WINDOW_TO:
            told = {"ref": ref, "response": answered, "reason": reason, "on": iso(answered_on)}
            yield _entry(answered_on, "answer_opinion", f"{ref}-a", **told)

    def supervision(self) -> Iterator[Entry]:
        random, refs, asked = self._dice("supervision"), Refs("g"), Refs("k")
        if not words.chance(random, SUPERVISED):
            return
        for _ in range(random.randint(1, 2)):
            ref, started_on = refs.fresh(), between(random, WINDOW_FROM, date(2026, 9, 30))
            subject = "Việc thực hiện dân chủ ở cơ sở"
            told = {"supervisor": self._front(random), "subject": subject}
            yield _entry(started_on, "record_supervision", ref, started_on=iso(started_on), **told)
            for _ in range(random.randint(0, 4)):
                on = after(started_on, random.randint(5, 20))
                yield from self._recommended(random, asked.fresh(), ref, on)

    def _recommended(
        self, random: Random, ref: str, supervision_ref: str, on: date
    ) -> Iterator[Entry]:
        if on > WINDOW_TO:
            return
        told = {
            "supervision_ref": supervision_ref,
            "content": "Đề nghị công khai kịp thời các khoản đóng góp.",
            "received_on": iso(on),
        }
        yield _entry(on, "receive_recommendation", ref, **told)
        yield from _replied(random, "reply_recommendation", ref, on, due_on("M-05", on))

    def criticism(self) -> Iterator[Entry]:
        random, refs = self._dice("criticism"), Refs("f")
        if not words.chance(random, CRITICISED):
            return
        ref, sent_on = refs.fresh(), between(random, WINDOW_FROM, date(2026, 9, 15))
        title = f"Dự thảo {random.choice(words.CONSULTED)}"
        yield _entry(sent_on, "request_criticism", ref, draft_title=title, sent_on=iso(sent_on))
        issued_on = after(sent_on, random.randint(12, 25))
        if issued_on > WINDOW_TO:
            return
        told = {
            "ref": ref,
            "issued_on": iso(issued_on),
            "content": "Cơ bản nhất trí; đề nghị làm rõ.",
        }
        yield _entry(issued_on, "receive_criticism", f"{ref}-i", **told)
        yield from _replied(random, "reply_criticism", ref, issued_on, due_on("M-02", issued_on))

    def projects(self) -> Iterator[Entry]:
        random, refs = self._dice("projects"), Refs("j")
        if self.office.is_commune and words.chance(random, BUILDING):
            yield from _project(random, refs.fresh(), self.office)

    def _front(self, random: Random) -> str:
        return f"{random.choice(words.FRONT_BODIES)} {self.office.place.lower()}"


def _project(random: Random, ref: str, office: Office) -> Iterator[Entry]:
    posted_on = between(random, WINDOW_FROM, date(2026, 10, 15))
    households = random.randint(12, 140)
    posted = {"posted_on": iso(posted_on), "households": households}
    name = f"Đường giao thông liên thôn {office.place}"
    yield _entry(posted_on, "post_project", ref, name=name, **posted)
    met_on = working(posted_on + (POSTED + POSTED_MARGIN) * DAY)
    disagree = random.choice((0, 0, random.randint(1, households // 3)))
    other = random.randint(0, 3)
    agree = households - disagree - other
    if met_on > WINDOW_TO:
        return
    met = {"held_on": iso(met_on), "agree": agree, "disagree": disagree, "other": other}
    yield _entry(met_on, "hold_project_meeting", f"{ref}-m", ref=ref, **met)
    last = met_on
    if disagree:
        last = working(met_on + random.randint(10, TALKS_WITHIN) * DAY)
        if last > WINDOW_TO:
            return
        yield _entry(last, "hold_project_dialogue", f"{ref}-t", ref=ref, held_on=iso(last))
    done_on = after(last, random.randint(3, 15))
    if done_on <= WINDOW_TO:
        yield _entry(done_on, "complete_project", f"{ref}-x", ref=ref, on=iso(done_on))


def _replied(random: Random, act: str, ref: str, on: date, due: date) -> Iterator[Entry]:
    dice = random.random()
    if dice < REPLY_MISSING:
        return
    late = dice < REPLY_MISSING + REPLY_LATE
    replied_on = after(due, random.randint(2, 10)) if late else between(random, on + DAY, due - DAY)
    if replied_on <= WINDOW_TO:
        told = {"response": _answer(random), "reply": "Đã tiếp thu, đang thực hiện."}
        yield _entry(replied_on, act, f"{ref}-r", ref=ref, on=iso(replied_on), **told)


def _answer(random: Random) -> str:
    return random.choices(RESPONSES, RESPONSE_WEIGHTS)[0]


def _entry(day: date, act: str, client_ref: str, **row: object) -> Entry:
    return Entry(CONSULTATION, day, {"act": act, "client_ref": client_ref, **row})
