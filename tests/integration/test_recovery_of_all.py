"""Every event a site tells its province comes back after a restore: each act is done, its disk lost, and all that
an event carries is there again; what is not says so."""

import base64
import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from contracts import (
    consultation as asked,
    notify as noticed,
    planning as planned,
    reception as told,
)
from contracts.reception import (
    BoxKeyPublished,
    CaseStep,
    Disposition,
    Host,
    IntakeChannel,
    Outcome,
    PetitionKind,
)
from contracts.registry import AgencyReorganised, SiteRecorded, SiteState
from kernel.clock import VIETNAM, SetClock
from kernel.journal import Journal
from kernel.keys import load_ring, load_signer
from kernel.lease import Lease
from kernel.message import Actor, Audience, Event
from kernel.recovery import Recovery, ways_of
from kernel.reviving import LOST
from kernel.segment import Segment
from kernel.store import Store
from law.defaults import shipped_units
from law.units.model import EdgeKind
from services.consultation import domain as rounds
from services.consultation.service import Consultation
from services.notify.service import Notify
from services.planning import domain as plans
from services.planning.service import Planning
from services.reception.domain import Classification, Petitioner, PetitionForm, SessionForm
from services.reception.domain.cases import Ending, Ground, Said
from services.reception.domain.minutes import Conclusion, Minutes
from services.reception.domain.receiving import PlanForm, RefusalForm, VisitForm
from services.reception.domain.recount import recount
from services.reception.service import Reception
from services.registry.domain.sites import AtProvinceOnly
from services.registry.service import Registry
from tests.integration.reorganising import PREPARES
from tests.site import Site

TODAY = date(2026, 10, 5)
PLACES = [one.id for one in shipped_units().reporting(TODAY) if one.kind.is_place]
HERE, THERE = PLACES[0], PLACES[1]
HEAD = Actor(user="h", role="SOFTWARE", agency=HERE)
BOSS = Actor(user="b", role="AGENCY_HEAD", agency=HERE)
SAID = Said(document="12/QĐ", text="Lý do")

# What no event carries and nobody is asked to enter again: it is not known any more, and stands as it does for a
# thing that never had it.
UNSAID = {
    "client_ref": "",
    "by": "",
    "document": "",
    "handler": "",
    "reason": "",
    "received_as": "",
    "sealed": None,
    "households": 0,
    "authors": (),
    "criteria": (),
    "extensions": (),
    "handovers": (),
}
# What follows from that by the law: its days are those of the events all the same.
FOLLOWS = {"proof", "rule", "start", "first_received_on"}
NOT_COMPARED = {"last_event", "news"}


class Place:
    """One service with its journal and its own clock."""

    def __init__(self, house: Site, make: Any, store: Store) -> None:
        self.house, self.service = house, make(store)
        self.store, self.database = store, store.database
        store.prepare()
        self.journal = Journal(store.database, load_signer(house.folder / "keys"), store.settings)
        self.lease = Lease(store.database, "relay", holder="test", seconds=30)
        assert self.lease.hold()

    def on(self, day: date) -> None:
        clock: Any = self.store.clock
        clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM)

    def sealed(self) -> list[Segment]:
        """What left the site."""
        for source in self.journal.waiting():
            while self.journal.seal(source, self.lease):
                pass
        heads = [row["_id"] for row in self.database["heads"].find(sort=[("_id", 1)])]
        away = [one for one in heads if not one.endswith("/site")]
        return [one for name in away for one in self.journal.between(name, 1, 1, 1000)]

    def things(self) -> dict[str, Any]:
        """Every aggregate a province's event may be about, by subject."""
        found: dict[str, Any] = {}
        for collection in self.store.collections.values():
            for row in collection.rows.find():
                one: Any = collection.from_document(row)
                found[one.subject] = one
        return found

    def do(self, act: Callable[[], Any]) -> None:
        by = Actor(user="test", role="SYSTEM", agency=HERE)
        self.store.once(act, by=by, command="act")

    def reorganised(self) -> None:
        """Everything open here goes to another agency."""
        event = AgencyReorganised(
            act="act-1",
            unit=HERE,
            ends=True,
            effective_on=date(2026, 12, 1),
            decision="1/NQ",
            decided_on=date(2026, 11, 1),
            superior=THERE,
            successors=(THERE,),
            kinds=(EdgeKind.MERGE,) if hasattr(EdgeKind, "MERGE") else (next(iter(EdgeKind)),),
        )
        self.do(lambda: self.store.note(self.service.handover.due.told(event)))
        self.on(date(2026, 12, 2))
        assert self.service.handover.go_on()


@pytest.fixture
def place(house: Site, a_store: Callable[..., Store]) -> Callable[[Any, str], Place]:
    def make(cls: Any, word: str) -> Place:
        clock = SetClock(datetime(2026, 10, 5, 9, tzinfo=VIETNAM))
        prefix = f"{a_store(cls.name).settings.db_prefix}{word}_"
        return Place(house, cls, a_store(cls.name, clock=clock, db_prefix=prefix))

    return make


# --- what is done -------------------------------------------------------------------------------------


def a_year_of_planning(at: Place) -> None:
    planning: Planning = at.service
    plan = planning.draft_plan(
        plans.PlanForm(year=2026, symbol="05/KH", title="Kế hoạch"), by=HEAD
    )["plan"]
    duty = next(iter(planning.law_book.packs(TODAY).duties))
    for owner in ("", "Chị An"):
        form = plans.TaskForm(title="Việc", duty=duty, due_on=date(2026, 12, 20), owner=owner)
        task = planning.add_task(plan, form, by=HEAD)["task"]
    leader = dataclasses.replace(HEAD, user="other")
    planning.approve_plan(plan, on=TODAY, by=leader)
    planning.complete_task(task, on=TODAY, evidence="BC 1", by=HEAD)
    model = planning.register_model(
        plans.ModelForm(
            name="Mô hình",
            field=planned.ModelField.ECONOMY,
            started_on=TODAY,
            beneficiaries="Hộ nghèo",
        ),
        by=HEAD,
    )["model"]
    planning.record_model_result(model, plans.Result(on=TODAY, evidence="Ảnh"), by=HEAD)
    planning.end_model(model, on=TODAY, reason="Xong", by=HEAD)
    outreach = plans.OutreachForm(
        kind=planned.OutreachKind.STAFF,
        title="Quán triệt",
        held_on=TODAY,
        participants=40,
        instruments=("KL-43-2019",),
        area_tags=(planned.AreaTag.BORDER,),
    )
    planning.hold_outreach(outreach, by=HEAD)
    planning.hold_training(plans.TrainingForm(title="Lớp", held_on=TODAY, attendees=3), by=HEAD)
    media = plans.MediaForm(
        kind=planned.MediaKind.BROADCAST,
        topic=planned.MediaTopic.POLICY,
        title="Tin",
        published_on=TODAY,
        minutes=4,
    )
    planning.publish_media(media, by=HEAD)
    evaluated = plans.EvaluationForm(
        evaluated_on=TODAY,
        level=planned.EthicsLevel.GOOD,
        evaluator="UBND tỉnh",
        findings="Tốt",
    )
    planning.evaluate_head(evaluated, by=HEAD)
    case = plans.HarassmentForm(found_on=TODAY, officials_handled=1, handling="Kiểm điểm")
    planning.record_harassment(case, by=HEAD)
    at.reorganised()


def a_year_of_consultation(at: Place) -> None:
    desk: Consultation = at.service
    asked_for = rounds.RoundForm(
        kind=asked.ConsultationKind.CONTRIBUTION, title="Góp ý", opened_on=TODAY, closes_on=TODAY
    )
    one = desk.open_consultation(asked_for, by=HEAD)["id"]
    desk.open_consultation(asked_for, by=HEAD)
    said = rounds.OpinionForm(giver=asked.OpinionGiver.FRONT, received_on=TODAY, content="Nên làm")
    opinion = desk.receive_opinion(one, said, by=HEAD)["id"]
    answer = rounds.Answer(response=asked.Response.ABSORBED, reason="Đúng", on=TODAY)
    desk.answer_opinion(opinion, answer, by=HEAD)
    desk.close_consultation(one, TODAY, by=HEAD)
    announced = rounds.DialogueForm(
        title="Đối thoại", place="Trụ sở", announced_on=TODAY, planned_on=TODAY
    )
    dialogue = desk.announce_dialogue(announced, by=HEAD)["id"]
    went = rounds.Holding(held_on=TODAY, participants=9, opinions=3, answered=2)
    desk.hold_dialogue(dialogue, went, by=HEAD)
    desk.publish_dialogue_result(dialogue, rounds.Publication(on=TODAY, answered=3), by=HEAD)
    form = rounds.SupervisionForm(supervisor="MTTQ", subject="Đất đai", started_on=TODAY)
    supervision = desk.record_supervision(form, by=HEAD)["id"]
    wish = rounds.RecommendationForm(content="Kiến nghị", received_on=TODAY)
    recommendation = desk.receive_recommendation(supervision, wish, by=HEAD)["id"]
    reply = rounds.Reply(response=asked.Response.EXPLAINED, reply="Vì", on=TODAY)
    desk.reply_recommendation(recommendation, reply, by=HEAD)
    waiting = desk.receive_recommendation(supervision, wish, by=HEAD)["id"]

    def sooner() -> None:
        thing = desk.recommendations.known(waiting)
        thing.due -= timedelta(days=1)
        assert thing.recount(desk.law, today=TODAY, because="calendar/2")
        at.store.commit(thing)

    at.do(sooner)
    sent = rounds.CriticismForm(draft_title="Dự thảo", sent_on=TODAY)
    criticism = desk.request_criticism(sent, by=HEAD)["id"]
    came = rounds.CriticismDocument(issued_on=TODAY, content="Văn bản")
    desk.receive_criticism(criticism, came, by=HEAD)
    desk.reply_criticism(criticism, reply, by=HEAD)
    posted = rounds.ProjectForm(name="Đường", posted_on=TODAY, households=87)
    project = desk.post_project(posted, by=HEAD)["id"]
    desk.take_down_project(project, TODAY, by=HEAD)
    desk.post_project_again(project, TODAY, by=HEAD)
    later = date(2026, 11, 20)
    at.on(later)
    meeting = rounds.Meeting(held_on=later, agree=3, disagree=2, other=1)
    desk.hold_project_meeting(project, meeting, by=HEAD)
    desk.hold_project_dialogue(project, later, by=HEAD)
    desk.complete_project(project, later, by=HEAD)
    at.reorganised()


PARTS = [{"kind": PetitionKind.COMPLAINT, "summary": word} for word in ("một", "hai")]


def a_year_of_reception(at: Place) -> None:
    reception: Reception = at.service
    clerk = Actor(user="c", role="PETITION_OFFICER", agency=HERE)
    cases, hands = reception.cases, reception.hands
    place_of_reception(reception)

    def entered(kind: PetitionKind = PetitionKind.COMPLAINT) -> str:
        who = None if kind is PetitionKind.DENUNCIATION else Petitioner(name="Rơ Châm Thử")
        form = PetitionForm(
            kind=kind,
            channel=IntakeChannel.RECEPTION_SESSION,
            received_on=TODAY,
            summary="Nội dung",
            petitioner=who,
        )
        id_: str = reception.register_petition(form, by=clerk)["petition"]
        return id_

    def classified(id_: str, what: Disposition = Disposition.ACCEPT) -> str:
        own = what is Disposition.ACCEPT
        found = Classification(eligible=True, competent=own, disposition=what, on=TODAY)
        reception.classify_petition(id_, found, by=clerk)
        return id_

    def accepted(kind: PetitionKind = PetitionKind.COMPLAINT, **more: Any) -> str:
        id_ = classified(entered(kind))
        reception.accept_petition(id_, on=TODAY, by=HEAD, **more)
        return id_

    whole, complex_ = accepted(), accepted(is_complex=True)
    hands.take(whole, Said(), by=clerk)
    hands.check_duplicates(whole, Said(), by=clerk)
    cases.take_step(whole, Said(), step=CaseStep.NOTICE_GIVEN, by=clerk)
    cases.add_content(whole, SAID, by=clerk)
    cases.verify(whole, SAID, differs=False, by=clerk)
    cases.hold_dialogue(whole, SAID, attended=True, by=clerk)
    cases.remind(complex_, SAID, by=clerk)
    cases.suspend(complex_, SAID, ground=Ground.FORCE_MAJEURE, by=BOSS)
    at.on(date(2026, 10, 8))
    cases.resume(complex_, SAID, by=BOSS)
    reception.decide_petition(whole, Outcome.JUSTIFIED, by=HEAD)
    cases.take_step(whole, SAID, step=CaseStep.DECISION_SENT, by=clerk)
    cases.execute(whole, SAID, finished=True, by=BOSS)
    cases.record_findings(whole, SAID, by=BOSS, money_to_state=5_000_000, people_handled=1)
    told_of = accepted(PetitionKind.DENUNCIATION, criteria=("a",))
    cases.extend(told_of, SAID, criteria=("a", "b"), by=BOSS)
    cases.terminate(accepted(), SAID, ground=Ending.DEATH, by=BOSS)
    cases.withdraw(accepted(), SAID, contents=("1",), by=BOSS)
    never_accepted(reception, entered(), classified(entered()))
    linked_twice(hands, clerk, entered(), entered())
    never_supplemented(reception, clerk)
    hands.split(entered(), Said(), parts=PARTS, by=clerk)
    for answer in (reception.forwards.refuse, reception.forwards.receive):
        sent = classified(entered(PetitionKind.RECOMMENDATION), Disposition.FORWARD)
        code = reception.forwards.forward(sent, SAID, to_agency=THERE, by=clerk)["forward"]
        there = dataclasses.replace(clerk, agency=THERE)
        answer(code, SAID, by=there)
    unanswered = classified(entered(PetitionKind.RECOMMENDATION), Disposition.FORWARD)
    to_other_sites(at, unanswered, classified(entered(PetitionKind.FEEDBACK), Disposition.FORWARD))
    move_a_deadline(at, accepted())
    at.on(date(2026, 11, 20))
    cases.close(whole, Said(), by=BOSS)
    cases.reopen(whole, SAID, by=BOSS)
    at.reorganised()


def never_supplemented(reception: Reception, clerk: Actor) -> None:
    """Stored for want of a supplement, which came after all; and one that still waits."""
    form = PetitionForm(
        kind=PetitionKind.FEEDBACK,
        channel=IntakeChannel.POST,
        received_on=date(2026, 8, 3),
        summary="Nội dung",
        petitioner=Petitioner(name="Rơ Châm Thử"),
    )
    asked_for = Classification(
        eligible=False,
        competent=True,
        disposition=Disposition.REQUEST_SUPPLEMENT,
        on=date(2026, 8, 4),
    )
    late, waits = (reception.register_petition(form, by=clerk)["petition"] for _ in range(2))
    for one in (late, waits):
        reception.classify_petition(one, asked_for, by=clerk)
    reception.cases.store_unsupplemented(late, SAID, by=clerk)
    reception.cases.take_supplement(late, SAID, by=clerk)


def linked_twice(hands: Any, clerk: Actor, master: str, same: str) -> None:
    """A repetition that is linked, parted and linked again."""
    hands.link(same, Said(), master=master, by=clerk)
    hands.unlink(same, SAID, by=clerk)
    hands.link(same, Said(), master=master, by=clerk)


def never_accepted(reception: Reception, taken_back: str, sent_back: str) -> None:
    """One taken back before it was accepted, one the head did not accept."""
    reception.cases.take_back(taken_back, SAID, by=BOSS)
    reception.cases.send_back(sent_back, SAID, by=BOSS)


def to_other_sites(at: Place, unanswered: str, petition: str) -> None:
    """A forward here that nobody answers, a parcel for an agency of another site, and an answer to one of theirs."""
    reception, there = at.service, PLACES[2]
    clerk = Actor(user="c", role="PETITION_OFFICER", agency=HERE)
    reception.forwards.forward(unanswered, SAID, to_agency=THERE, by=clerk)
    keys = {one: reception.post.box_keys.of(one) for one in (HERE, there)}
    public = base64.b64encode(reception.keys.public_of(there)).decode()
    keys[HERE].told(at.store.settings.site, public, to_all=False)
    keys[there].told("xa-kia", public, to_all=True)
    at.do(lambda: at.store.commit(*keys.values()))
    days, known = {"since": ("2026-01-01",), "until": ("",)}, {"keyid": "k", "public": "p"}
    hosted = SiteRecorded(
        site="xa-kia", agencies=(there,), state=SiteState.APPROVED, **days, **known
    )
    told = BoxKeyPublished(agency=there, site="xa-kia", public=public)
    at.do(lambda: at.store.note(reception.hosting.recorded(hosted)))
    at.do(lambda: at.store.note(reception.post.public_keys.published(told)))
    reception.forwards.forward(petition, SAID, to_agency=there, by=clerk)
    row = {"_id": "p-1", "from_agency": there, "from_site": "xa-kia", "to_agency": HERE}
    row |= {"holds": "PETITION", "petition_kind": "FEEDBACK", "hash": "h", "size": 0}
    row |= dict.fromkeys(("sent_on", "first_received_on"), "2026-10-08")
    at.do(lambda: reception.post_rounds._arrive(row))
    reception.forwards.refuse("p-1", SAID, by=clerk)


def place_of_reception(reception: Reception) -> None:
    clerk = Actor(user="c", role="RECEPTIONIST", agency=HERE)
    desk = reception.receiving
    for _ in range(2):
        form = PlanForm(planned_on=date(2026, 10, 20), host=Host.HEAD, place="Trụ sở")
        plan = desk.plan_reception(form, by=clerk)["plan"]
    desk.post_plan(plan, Said(), by=clerk)
    desk.move_plan(plan, SAID, to=date(2026, 10, 27), by=clerk)
    desk.post_plan(plan, Said(), by=clerk)
    last = desk.plan_reception(form, by=clerk)["plan"]
    desk.cancel_plan(last, SAID, by=clerk)
    item = desk.items()[0].id
    line = {"item": item, "place": "Trụ sở", "posted_on": TODAY, "evidence": "Ảnh"}
    desk.take_down(desk.keep_posting(**line, by=clerk)["posting"], Said(), by=clerk)
    visit = VisitForm(
        received_on=TODAY,
        kind=PetitionKind.COMPLAINT,
        content="Hỏi",
        visitor=Petitioner(name="Rơ Châm Thử"),
    )
    desk.receive_visitor(visit, by=clerk)
    reason = next(iter(desk.reasons()))
    refusal = RefusalForm(reason=reason, refused_on=TODAY, text="Say rượu", document="1/TB")
    desk.refuse_reception(refusal, by=clerk)
    counts = {"visits": 3, "persons": 4, "matters": 2, "groups": 0, "group_persons": 0}
    kind = told.SessionKind.REGULAR
    held = SessionForm(
        session_kind=kind, host=Host.OFFICER, held_on=TODAY, place="Trụ sở", **counts
    )
    reception.hold_session(held, by=clerk)
    a_session_to_its_end(reception)


def a_session_to_its_end(reception: Reception) -> None:
    clerk, desk = Actor(user="c", role="RECEPTIONIST", agency=HERE), reception.sittings
    planned = PlanForm(planned_on=TODAY, host=Host.HEAD, place="Trụ sở")
    kept = reception.receiving.plan_reception(planned, by=clerk)["plan"]
    reception.receiving.post_plan(kept, Said(), by=clerk)
    counts = dict.fromkeys(("visits", "persons", "matters", "groups", "group_persons"), 0)
    kind = told.SessionKind.PERIODIC
    form = SessionForm(session_kind=kind, host=Host.HEAD, held_on=TODAY, place="Trụ sở", **counts)
    session = desk.open_session(form, presider="A", plan=kept, by=clerk)["session"]
    desk.end_session(session, {"visits": 1, "persons": 1, "matters": 1}, by=clerk)
    said = Conclusion(matter="Đường", text="Sửa", who="Phòng Kinh tế")
    minutes = Minutes(conclusions=(said,), number="1/TB", issued_on=TODAY)
    desk.minute_session(session, minutes, by=clerk)
    desk.close_session(session, by=clerk)
    desk.correct_session(session, text="Sửa lại", reason="Nhầm", by=clerk)


def move_a_deadline(at: Place, id_: str) -> None:
    """As if the calendar had got one more day off."""
    reception: Reception = at.service

    def act() -> None:
        petition = reception.petitions.known(id_)
        clocks = list(petition.clocks)
        known = next(n for n, one in enumerate(clocks) if one.kind is told.ClockKind.SETTLEMENT)
        early = dataclasses.replace(clocks[known].deadline, due_on=date(2026, 11, 2))
        clocks[known] = dataclasses.replace(clocks[known], deadline=early)
        petition.clocks = tuple(clocks)
        law = reception.law_of(TODAY)
        assert recount(petition, law=law, today=TODAY, because="calendar/2")
        at.store.commit(petition)

    at.do(act)


def a_year_of_notices(at: Place) -> None:
    notify: Notify = at.service
    for failed in (2, 0):

        def act(failed: int = failed) -> None:
            dispatch = notify.letters.dispatches.of("notice-1", agency=HERE)
            dispatch.close("plan/1", on=TODAY, recipients=5, failed=failed)
            at.store.commit(dispatch)

        at.do(act)


YEARS: dict[Any, tuple[Any, Callable[[Place], None]]] = {
    Planning: (planned, a_year_of_planning),
    Consultation: (asked, a_year_of_consultation),
    Reception: (told, a_year_of_reception),
    Notify: (noticed, a_year_of_notices),
}


# --- what must hold -----------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", YEARS, ids=lambda cls: cls.name)
def test_all_a_service_told_its_province_comes_back(
    place: Callable[[Any, str], Place], cls: type[Any]
):
    contract, year = YEARS[cls]
    before, after = place(cls, "a"), place(cls, "b")
    year(before)
    leaves = before.sealed()
    types = {raw["type"] for one in leaves for raw in one.events()}
    assert types == {one.wire for one in outward(contract)}  # every act was done

    recovery = Recovery(
        after.service, lease=after.lease, ring=load_ring(after.house.folder / "keys")
    )
    recovery.check(leaves)
    recovery.take(leaves)

    ours, theirs = after.things(), before.things()
    subjects = {raw["subject"] for one in leaves for raw in one.events()}
    differ = [what for one in sorted(subjects) for what in different(theirs[one], ours[one], one)]
    assert not differ, "\n".join(differ)
    lost = {row["what"]: row["lost"] for row in recovery.incomplete()}
    assert lost.keys() <= subjects
    assert all(LOST in repr(ours[one]) for one in lost)
    numbers = {row["_id"]: row["last"] for row in before.database["numbers"].find()}
    assert {row["_id"]: row["last"] for row in after.database["numbers"].find()} == numbers
    assert recovery.take(leaves).events == 0


def outward(contract: Any) -> list[type[Event]]:
    """The events of a contract that leave their site."""
    found = (one for one in vars(contract).values() if hasattr(one, "wire"))
    return [one for one in found if one.audience is not Audience.SITE]


def different(mine: Any, ours: Any, path: str) -> list[str]:
    """Where what came back is not what was, unless it says that it was lost."""
    name = path.rsplit(".", 1)[-1]
    if mine == ours or (isinstance(mine, str) and ours == LOST):
        return []
    if name in FOLLOWS | NOT_COMPARED or (name in UNSAID and ours == UNSAID[name]):
        return []
    if isinstance(mine, tuple) and isinstance(ours, tuple) and len(mine) == len(ours):
        pairs = [(f"{path}[{at}]", *pair) for at, pair in enumerate(zip(mine, ours, strict=True))]
    elif dataclasses.is_dataclass(mine) and type(mine) is type(ours):
        names = [one.name for one in dataclasses.fields(mine)]
        pairs = [(f"{path}.{one}", getattr(mine, one), getattr(ours, one)) for one in names]
    else:
        return [f"{path}: {mine!r} -> {ours!r}"]
    return [what for at, one, other in pairs for what in different(one, other, at)]


def test_every_service_of_a_site_brings_back_all_that_leaves_it():
    for cls, (contract, _) in YEARS.items():
        assert {one.wire for one in outward(contract)} == ways_of(cls).keys(), cls.name


def test_the_registry_of_a_site_tells_nothing_that_leaves_it(a_store: Callable[..., Store]):
    """Its organisation and law it follows from the province: nothing of it has to come back."""
    registry = Registry(a_store("registry", province="gialai"))
    by = Actor(user="a", role="OPS", agency="gialai")
    assert ways_of(Registry) == {}
    with pytest.raises(AtProvinceOnly):
        registry.load_agencies(by=by)
    with pytest.raises(AtProvinceOnly):
        registry.sites.approve_site("xa", fingerprint="", by=by)
    with pytest.raises(AtProvinceOnly):
        registry.reorganisations.prepare(None, by=PREPARES)
