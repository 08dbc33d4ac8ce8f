"""Petitions on any way through all acts there are: none ends with a content unanswered, no time runs twice."""

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import booleans, builds, integers, sampled_from, sets

from contracts.reception import (
    ClockKind,
    Disposition,
    Instance,
    IntakeChannel,
    Outcome,
    PetitionKind,
)
from kernel.errors import Refusal
from law.deadlines import Facts
from law.defaults import shipped_packs, shipped_register
from services.reception.domain import (
    Classification,
    Fate,
    Law,
    Petition,
    Petitioner,
    PetitionForm,
    State,
    cases,
    forwarding,
    handing,
)
from services.reception.domain.cases import Done, Ending, Ground
from services.reception.domain.findings import Findings
from services.reception.domain.forwarding import Forward
from services.reception.service.acts import ACTS

TODAY = date(2026, 12, 31)
FIRST = date(2026, 7, 6)
LAW = Law(shipped_register().as_known_at(TODAY), shipped_packs())
ENDED = {State.DECIDED, State.DONE, State.TERMINATED}
BESIDE = {"register", "classify", "accept", "decide", "return_forwarded"}
WHICH, DAYS = integers(0, 4), integers(0, 12)
RULE = "hypothesis_stateful_rule"


class AnyWay(RuleBasedStateMachine):
    """Several petitions of one agency; any act on any of them, on any later day. What is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.ids, self.on = count(1), FIRST
        self.petitions = [self._fresh(kind) for kind in PetitionKind]

    def _fresh(self, kind: PetitionKind, **more: Any) -> Petition:
        form = PetitionForm(
            kind=kind,
            channel=IntakeChannel.RECEPTION_SESSION,
            received_on=self.on,
            summary="Về mức bồi thường",
            petitioner=None if kind is PetitionKind.DENUNCIATION else Petitioner(name="Thử"),
            **more,
        )
        number = next(self.ids)
        return Petition.register(
            form, id_=f"p{number}", agency="a", number=number, today=TODAY, law=LAW
        )

    def _do(self, which: int, days: int, act: Callable[[Petition, Done], object]) -> None:
        """The act on the first petition, from one on, that allows it; as a service does it: what is refused
        changes nothing, and a letter that was split ends with the last of its parts, and goes on
        with it."""
        self.on = min(self.on + timedelta(days=days), TODAY)
        done = Done(on=self.on, today=TODAY, document="12/QĐ", text="theo biên bản", by="u")
        for at in range(len(self.petitions)):
            before = [copy(one) for one in self.petitions]
            try:
                act(self._other(which + at), done)
            except Refusal:
                self.petitions = before
            else:
                break
        by_id = {one.id: one for one in self.petitions}
        for parent in [one for one in reversed(self.petitions) if one.parts]:
            handing.part_over(parent, [by_id[one] for one in parent.parts], on=self.on)

    @rule(kind=sampled_from(PetitionKind), instance=sampled_from(Instance))
    def register(self, kind: PetitionKind, instance: Instance) -> None:
        if len(self.petitions) < 8:
            self.petitions.append(self._fresh(kind, instance=instance))

    @rule(which=WHICH, days=DAYS, to=sampled_from(Disposition), fit=booleans())
    def classify(self, which: int, days: int, to: Disposition, fit: bool) -> None:
        self._do(
            which,
            days,
            lambda one, done: one.classify(
                Classification(eligible=fit, competent=fit, disposition=to, on=done.on),
                today=TODAY,
                law=LAW,
            ),
        )

    @rule(which=WHICH, days=DAYS, is_complex=booleans())
    def accept(self, which: int, days: int, is_complex: bool) -> None:
        def act(one: Petition, done: Done) -> None:
            if one.state is State.REGISTERED:  # else few would ever come so far
                fit = Classification(
                    eligible=True, competent=True, disposition=Disposition.ACCEPT, on=done.on
                )
                one.classify(fit, today=TODAY, law=LAW)
            one.accept(Facts(start=done.on, complex=is_complex), today=TODAY, law=LAW)

        self._do(which, days, act)

    @rule(which=WHICH, days=DAYS, outcome=sampled_from(Outcome))
    def decide(self, which: int, days: int, outcome: Outcome) -> None:
        self._do(
            which, days, lambda one, done: one.decide(outcome, on=done.on, today=TODAY, law=LAW)
        )

    @rule(which=WHICH, days=DAYS)
    def take_back(self, which: int, days: int) -> None:
        self._do(which, days, cases.take_back)

    @rule(which=WHICH, other=WHICH, days=DAYS)
    def link(self, which: int, other: int, days: int) -> None:
        self._do(which, days, lambda one, done: handing.link(one, self._other(other), done))

    @rule(which=WHICH, other=WHICH, days=DAYS)
    def merge(self, which: int, other: int, days: int) -> None:
        self._do(which, days, lambda one, done: handing.merge(one, self._other(other), done))

    @rule(which=WHICH, days=DAYS)
    def unlink(self, which: int, days: int) -> None:
        def act(one: Petition, done: Done) -> None:
            one.must_be(State.LINKED)
            master = next(other for other in self.petitions if other.id == one.master)
            handing.part(one, master, done)

        self._do(which, days, act)

    @rule(which=WHICH, days=DAYS)
    def split(self, which: int, days: int) -> None:
        def act(one: Petition, done: Done) -> None:
            parts = [self._fresh(kind) for kind in (one.form.kind, PetitionKind.FEEDBACK)]
            handing.split(one, [part.id for part in parts], done)
            for part in parts:
                part.parent = one.id
            self.petitions += parts

        self._do(which, days, act)

    @rule(which=WHICH, days=DAYS)
    def forward(self, which: int, days: int) -> None:
        def act(one: Petition, done: Done) -> None:
            way = Forward(
                id="f",
                agency="a",
                petition=one.id,
                petition_kind=one.form.kind,
                to_agency="b",
                code="c",
                sent_on=done.on,
                first_received_on=one.form.received_on,
                sealed=b"",
                hash="",
            )
            forwarding.send(one, way, done)

        self._do(which, days, act)

    @rule(which=WHICH, days=DAYS)
    def return_forwarded(self, which: int, days: int) -> None:
        self._do(which, days, forwarding.come_back)

    def _other(self, which: int) -> Petition:
        return self.petitions[which % len(self.petitions)]

    @invariant()
    def no_ended_case_leaves_a_content_unanswered(self) -> None:
        for one in self.petitions:
            left = [content for content in one.contents if content.fate is Fate.OPEN]
            assert not (one.state in ENDED and left), one

    @invariant()
    def a_letter_ends_after_all_its_parts(self) -> None:
        by_id = {one.id: one for one in self.petitions}
        for one in self.petitions:
            over = {*ENDED, State.CLOSED, State.LINKED, State.FORWARDED}
            if one.parts and one.state is State.DONE:
                assert all(by_id[part].state in over for part in one.parts)
            elif one.parts:
                assert not all(by_id[part].state in over - {State.CLOSED} for part in one.parts)

    @invariant()
    def no_two_times_of_one_kind_run(self) -> None:
        for one in self.petitions:
            running = [clock.kind for clock in one.clocks if clock.open]
            assert len(running) == len(set(running)), running

    @invariant()
    def only_an_open_case_is_due(self) -> None:
        for one in self.petitions:
            kinds = {clock.kind for clock in one.clocks if clock.open}
            assert (ClockKind.SETTLEMENT in kinds) == (one.state in cases.OPEN)
            if one.state in {State.LINKED, State.SPLIT, State.DONE, State.TERMINATED}:
                assert one.due_on is None or ClockKind.CONTINUED in kinds


def _plain(name: str, act: Callable[[Petition, Done], object]) -> None:
    """A rule of the machine for an act that asks nothing but when and by which words."""

    def do(self: AnyWay, which: int, days: int) -> None:
        self._do(which, days, act)

    do.__name__ = name
    setattr(AnyWay, name, rule(which=WHICH, days=DAYS)(do))


def _chosen(name: str, act: Callable[[Petition, Done, Any], object], values: Any) -> None:
    """A rule for an act that asks one thing more."""

    def do(self: AnyWay, which: int, days: int, value: Any) -> None:
        self._do(which, days, lambda one, done: act(one, done, value))

    do.__name__ = name
    setattr(AnyWay, name, rule(which=WHICH, days=DAYS, value=values)(do))


_plain("check_widely", lambda one, done: cases.check_widely(one, done, law=LAW))
_plain("add_content", cases.add_content)
_plain("send_back", cases.send_back)
_plain("store_unsupplemented", lambda one, done: cases.store_unsupplemented(one, done, law=LAW))
_plain("take_supplement", lambda one, done: cases.take_supplement(one, done, law=LAW))
_plain("resume", lambda one, done: cases.resume(one, done, law=LAW))
_plain("deliver", lambda one, done: cases.deliver(one, done, law=LAW))
_plain("contest", cases.contest)
_plain("close", cases.close)
_plain("continue_denunciation", lambda one, done: cases.continued(one, done, law=LAW))
_plain("reopen", lambda one, done: cases.reopen(one, done, law=LAW))
_plain("remind", lambda one, done: cases.remind(one, done, number=1))
_plain("take", handing.take)
_plain("take_over", handing.take_over)
_plain("assign", lambda one, done: handing.assign(one, "w", done))
_plain("check_duplicates", handing.check_duplicates)
_plain("write_note", handing.note)
_chosen("verify", lambda one, done, it: cases.verify(one, done, differs=it), booleans())
_chosen("hold_dialogue", lambda one, done, it: cases.talk(one, done, attended=it), booleans())
_chosen("execute", lambda one, done, it: cases.execute(one, done, finished=it), booleans())
_chosen(
    "record_findings",
    lambda one, done, it: cases.record_findings(one, done, it),
    builds(Findings, people_handled=integers(0, 3), officials_handled=integers(0, 3)),
)
_chosen(
    "review_continued",
    lambda one, done, it: cases.review(one, done, reopened=it, law=LAW),
    booleans(),
)
_chosen("terminate", lambda one, done, it: cases.terminate(one, it, done), sampled_from(Ending))
_chosen(
    "suspend", lambda one, done, it: cases.suspend(one, it, done, law=LAW), sampled_from(Ground)
)
_chosen(
    "extend",
    lambda one, done, it: cases.extend(one, done, criteria=tuple(it), law=LAW),
    sampled_from([(), ("a",), ("a", "b")]),
)
_chosen(
    "take_step",
    lambda one, done, it: cases.take_step(one, it, done),
    sampled_from(sorted(cases.STEPS)),
)
_chosen(
    "answer_content",
    lambda one, done, it: cases.answer(one, "1", it, done),
    sampled_from(Outcome),
)
_chosen(
    "withdraw",
    lambda one, done, it: cases.withdraw(one, tuple(it), done, goes_on=False),
    sets(sampled_from(["1", "2", "9"])),
)


AnyWay.TestCase.settings = settings(max_examples=60, stateful_step_count=50)
TestAnyWay = AnyWay.TestCase


def test_the_machine_knows_every_act_there_is_on_a_petition():
    known = {name for name, one in vars(AnyWay).items() if hasattr(one, RULE)}

    assert {act.name for act in ACTS} | BESIDE == known
