"""What an agency plans and does of its own: plan and tasks, models, outreach, training, media, ethics."""

from collections.abc import Iterator
from datetime import date
from random import Random

from demo.year import words
from demo.year.days import WINDOW_FROM, WINDOW_TO, after, between
from demo.year.entries import PLANNING, Entry, Refs, Row, iso
from demo.year.offices import PRESS, UAR, Office

YEAR = 2026
PLAN_SEASON = (date(2026, 1, 5), date(2026, 1, 30))
TASKS_DUE = (date(2026, 3, 2), date(2026, 12, 15))
UNASSIGNED, TASK_LATE, TASK_STUCK = 0.04, 0.06, 0.05
PRESS_ENTRIES, AGENCY_ENTRIES = 260, 4
HARASSMENT = 0.08
FIELDS = ("ECONOMY", "CULTURE", "SOCIETY", "SECURITY", "DEFENCE", "POLITICAL_SYSTEM")
FIELD_WEIGHTS = (28, 18, 26, 14, 4, 10)
AREA_TAGS = ("REMOTE", "EXTREMELY_DIFFICULT", "ETHNIC_MINORITY", "RELIGIOUS", "BORDER")
LEVELS = ("EXCELLENT", "GOOD", "FULFILLED", "NOT_FULFILLED")
LEVEL_WEIGHTS = (18, 60, 20, 2)


def planning(office: Office, *, tasks: int, seed: int) -> list[Entry]:
    """All rows an agency enters into planning in its year."""
    work = _Work(office, seed)
    return [
        *work.plan(tasks),
        *work.models(),
        *work.outreach(),
        *work.training(),
        *work.media(),
        *work.ethics(),
    ]


class _Work:
    """One agency's year; each topic throws its own dice."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.seed = office, seed

    def _dice(self, topic: str) -> Random:
        return self.office.random(self.seed, topic)

    def plan(self, tasks: int) -> Iterator[Entry]:
        random, refs = self._dice("plan"), Refs("t")
        approved_on = between(random, *PLAN_SEASON)
        drafted_on = between(random, date(2026, 1, 5), approved_on)
        number = random.randint(3, 90)
        plan = {
            "year": YEAR,
            "symbol": f"{number}/KH-{'UBND' if self.office.is_commune else 'CQ'}",
            "title": f"Kế hoạch công tác dân vận chính quyền năm {YEAR}",
        }
        yield _entry(drafted_on, "draft_plan", "plan", **plan)
        opened = [(refs.fresh(), task) for task in self._tasks(random, tasks)]
        for ref, task in opened:
            yield _entry(drafted_on, "add_task", ref, plan_ref="plan", **task)
        yield _entry(approved_on, "approve_plan", "plan-a", ref="plan", on=iso(approved_on))
        for ref, task in opened:
            yield from _completed(random, ref, date.fromisoformat(task["due_on"]), approved_on)

    def _tasks(self, random: Random, how_many: int) -> Iterator[Row]:
        for index in range(how_many):
            duty, title = words.TASKS[index % len(words.TASKS)]
            owner = words.person(random, highland=self.office.highland)
            yield {
                "title": title,
                "duty": duty,
                "owner": "" if words.chance(random, UNASSIGNED) else owner,
                "due_on": iso(between_any(random, *TASKS_DUE)),
            }

    def models(self) -> Iterator[Entry]:
        if self.office.is_called(UAR):
            return
        random, refs = self._dice("models"), Refs("m")
        for index in range(random.choices((1, 2, 3, 4), (30, 40, 20, 10))[0]):
            yield from self._model(random, refs.fresh(), keep=index == 0)

    def _model(self, random: Random, ref: str, *, keep: bool) -> Iterator[Entry]:
        field = random.choices(FIELDS, FIELD_WEIGHTS)[0]
        started_on = between(random, WINDOW_FROM, date(2026, 7, 31))
        model = {
            "name": f"{random.choice(words.MODELS[field])} – {self.office.place}",
            "field": field,
            "started_on": iso(started_on),
            "beneficiaries": f"{random.randint(20, 900)} hộ dân",
            "direct_to_people": words.chance(random, 0.7),
            "pressing_issue": words.chance(random, 0.35),
        }
        yield _entry(started_on, "register_model", ref, **model)
        result_on = after(started_on, random.randint(30, 60))
        if keep or words.chance(random, 0.7):
            result = {"ref": ref, "on": iso(result_on), "evidence": "Biên bản đánh giá kèm ảnh"}
            yield _entry(result_on, "record_model_result", f"{ref}-r", **result)
        ended_on = after(result_on, random.randint(1, 40))
        if words.chance(random, 0.15) and ended_on <= WINDOW_TO:
            ended = {"ref": ref, "on": iso(ended_on), "reason": "Đạt mục tiêu, chuyển nhân rộng"}
            yield _entry(ended_on, "end_model", f"{ref}-e", **ended)

    def outreach(self) -> Iterator[Entry]:
        random, refs = self._dice("outreach"), Refs("o")
        for _ in range(random.randint(2, 4)):
            yield self._session(random, refs.fresh(), "STAFF")
        for _ in range(random.randint(2, 8) if self.office.is_commune else 2):
            yield self._session(random, refs.fresh(), "PEOPLE")

    def _session(self, random: Random, ref: str, kind: str) -> Entry:
        on = between(random, WINDOW_FROM, WINDOW_TO)
        staff = kind == "STAFF"
        several = random.sample(words.INSTRUMENTS, random.randint(1, 3)) if staff else []
        tags = [] if staff else random.sample(self._tags(), random.randint(0, 1))
        return _entry(
            on,
            "hold_outreach",
            ref,
            kind=kind,
            held_on=iso(on),
            participants=random.randint(18, 80) if staff else random.randint(35, 260),
            instruments=several,
            area_tags=tags,
            title="Quán triệt văn bản" if staff else random.choice(words.OUTREACH).capitalize(),
        )

    def _tags(self) -> list[str]:
        first = ["ETHNIC_MINORITY"] if self.office.highland else ["RELIGIOUS"]
        return [*first, "REMOTE", "BORDER"] if self.office.remote else first

    def training(self) -> Iterator[Entry]:
        random, refs = self._dice("training"), Refs("l")
        for _ in range(random.choices((0, 1, 2), (35, 50, 15))[0]):
            on = between(random, WINDOW_FROM, WINDOW_TO)
            held = {"held_on": iso(on), "attendees": random.randint(15, 90)}
            title = "Tập huấn nghiệp vụ công tác dân vận"
            yield _entry(on, "hold_training", refs.fresh(), title=title, **held)

    def media(self) -> Iterator[Entry]:
        random, refs = self._dice("media"), Refs("b")
        press = self.office.is_called(PRESS)
        for _ in range(PRESS_ENTRIES if press else random.randint(0, AGENCY_ENTRIES)):
            yield _published(random, refs.fresh(), broadcasts=0.4 if press else 0.1)

    def ethics(self) -> Iterator[Entry]:
        random, refs = self._dice("ethics"), Refs("e")
        evaluated = [between(random, date(2026, 9, 1), WINDOW_TO)]
        if words.chance(random, 0.4):
            evaluated.insert(0, between(random, date(2026, 4, 1), date(2026, 6, 30)))
        for on in evaluated:
            yield self._evaluated(random, refs.fresh(), on)
        if words.chance(random, HARASSMENT):
            on = between(random, WINDOW_FROM, WINDOW_TO)
            told = {"found_on": iso(on), "officials_handled": random.randint(1, 2)}
            yield _entry(on, "record_harassment", refs.fresh(), handling="Khiển trách", **told)

    def _evaluated(self, random: Random, ref: str, on: date) -> Entry:
        superior = "Chủ tịch UBND tỉnh" if self.office.is_commune else "UBND tỉnh"
        return _entry(
            on,
            "evaluate_head",
            ref,
            evaluated_on=iso(on),
            level=random.choices(LEVELS, LEVEL_WEIGHTS)[0],
            evaluator=superior,
            findings="Gương mẫu, sát dân; cần đi cơ sở nhiều hơn.",
        )


def between_any(random: Random, first: date, last: date) -> date:
    """Any day within two days, working or not."""
    return date.fromordinal(random.randint(first.toordinal(), last.toordinal()))


def _completed(random: Random, ref: str, due: date, opened_on: date) -> Iterator[Entry]:
    dice = random.random()
    if dice < TASK_STUCK:
        return
    late = dice < TASK_STUCK + TASK_LATE
    on = after(due, random.randint(3, 25)) if late else between(random, opened_on, due)
    if on <= WINDOW_TO:
        evidence = {"ref": ref, "on": iso(on), "evidence": "Báo cáo kết quả kèm biên bản"}
        yield _entry(on, "complete_task", f"{ref}-d", **evidence)


def _published(random: Random, ref: str, *, broadcasts: float) -> Entry:
    on = between_any(random, WINDOW_FROM, WINDOW_TO)
    aired = random.random() < broadcasts
    return _entry(
        on,
        "publish_media",
        ref,
        kind="BROADCAST" if aired else "ARTICLE",
        topic=random.choice(("POLICY", "RESULTS", "MODELS")),
        published_on=iso(on),
        minutes=random.randint(5, 30) if aired else 0,
        title="Dân vận chính quyền vì Nhân dân phục vụ",
    )


def _entry(day: date, act: str, client_ref: str, **row: object) -> Entry:
    return Entry(PLANNING, day, {"act": act, "client_ref": client_ref, **row})
