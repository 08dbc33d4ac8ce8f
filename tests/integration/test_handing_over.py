"""What a reorganisation hands over beside petitions: tasks, models, answers, reports, roles; and names heard at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from contracts.planning import ModelField
from contracts.reception import IntakeChannel, PetitionKind
from contracts.registry import AgencyKind, Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import VIETNAM
from kernel.errors import NotFound, NotSignedIn
from kernel.message import Actor
from law.defaults import shipped_units
from law.units.model import EdgeKind
from services.consultation.domain import RecommendationForm, SupervisionForm
from services.planning.domain import ModelForm, PlanForm, TaskForm
from services.reception.domain import Petitioner, PetitionForm
from services.registry.domain import Assignment, Decided, Founding, Move, NewAccount, Scheme
from services.registry.domain.accounts import WrongPlace
from services.registry.domain.proposals import ProposalLapsed
from services.registry.domain.reorganisation import WrongMoves
from services.registry.domain.tokens import WrongToken
from services.registry.service import NoSuchAgency
from services.reporting.api import web
from services.reporting.domain.adhoc import Asked
from services.reporting.domain.campaigns import NotExpected
from tests.integration.reorganising import CONFIRMS, OPERATOR, PREPARES, House, Quick
from tests.site import Site

DAY, NEXT = date(2026, 11, 16), date(2026, 12, 1)
UNITS = {unit.authority: unit.id for unit in shipped_units().as_of(DAY)}
IA_LY, CHU_SE = UNITS["UBND xã Ia Ly"], UNITS["UBND xã Chư Sê"]
PROVINCE = UNITS["UBND tỉnh Gia Lai"]
PLACES = [*(one.id for one in shipped_units().reporting(DAY) if one.kind.is_place)][:6]
PLACES = [IA_LY, CHU_SE, *(one for one in PLACES if one not in {IA_LY, CHU_SE})][:6]
NEW = Founding(
    scheme="GL_2026",
    code="90001",
    name="UBND xã Ia Mới",
    kind=AgencyKind.COMMUNE,
    parent=PROVINCE,
    reports=True,
)
YEAR = 2027


@pytest.fixture(scope="module")
def services(house: Site) -> House:
    return House.on(house, Quick(datetime(2026, 11, 16, 9, tzinfo=VIETNAM)))


@pytest.fixture
def gialai(services: House) -> House:
    return fresh(services)


def fresh(house: House) -> House:
    """All services, with a few agencies told of and nothing else."""
    to(house, DAY)
    house.empty()
    registry = house.registry
    news = [one for one in registry._news({}) if one.id in {*PLACES, PROVINCE}]
    registry.store.once(lambda: registry.store.commit(*news), by=PREPARES, command="load")
    house.carry()
    return house


def to(house: House, day: date) -> None:
    house.clock.moment = datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM)


def by(role: Role, agency: str = IA_LY) -> Actor:
    return Actor(user=f"u-{role}", role=role, agency=agency)


def reorganised(house: House, *moves: Move, founded: tuple[Founding, ...] = ()) -> str:
    """Confirmed, and the day has come."""
    desk = house.registry.reorganisations
    scheme = Scheme(title="Sắp xếp thử", effective_on=NEXT, moves=moves, founded=founded)
    act = desk.prepare(scheme, by=PREPARES)["reorganisation"]
    desk.confirm(act, Decided(number="15/NQ", on=DAY), by=CONFIRMS)
    to(house, NEXT)
    house.rest()
    return str(act)


def merged(house: House) -> str:
    return reorganised(house, Move(source=IA_LY, kind=EdgeKind.MERGE, target=CHU_SE))


def a_petition(house: House, agency: str = IA_LY, *places: str) -> str:
    form = PetitionForm(
        kind=PetitionKind.COMPLAINT,
        channel=IntakeChannel.COUNTER,
        received_on=DAY,
        summary="đơn thử",
        petitioner=Petitioner(name="Rơ Châm Thử"),
        places=places or (agency,),
    )
    return str(
        house.reception.register_petition(form, by=by(Role.RECEPTIONIST, agency))["petition"]
    )


def a_task(house: House, agency: str = IA_LY) -> str:
    planning, writes = house.planning, by(Role.DANVAN_OFFICER, agency)
    form = PlanForm(year=2026, symbol="12/KH-UBND", title="Kế hoạch")
    plan = planning.draft_plan(form, by=writes)["plan"]
    task = TaskForm(title="Đối thoại với dân", duty="D2.1", due_on=date(2026, 12, 20))
    id_ = planning.add_task(plan, task, by=writes)["task"]
    planning.approve_plan(plan, on=DAY, by=by(Role.AGENCY_HEAD, agency))
    return str(id_)


def a_model(house: House) -> str:
    form = ModelForm(
        name="Làng sạch", field=ModelField.ECONOMY, started_on=DAY, beneficiaries="dân làng"
    )
    return str(house.planning.register_model(form, by=by(Role.DANVAN_OFFICER))["model"])


def a_recommendation(house: House, agency: str = IA_LY) -> str:
    desk, writes = house.consultation, by(Role.DANVAN_OFFICER, agency)
    held = SupervisionForm(supervisor="Mặt trận xã", subject="Thu quỹ", started_on=DAY)
    supervision = desk.record_supervision(held, by=writes)["id"]
    form = RecommendationForm(content="Công khai khoản thu", received_on=DAY)
    return str(desk.receive_recommendation(supervision, form, by=writes)["id"])


def owner_of(house: House, duty: str) -> str:
    return str(house.registry.reorganisations.duties.owner_of(duty))


def test_tasks_and_models_go_to_the_successor_and_keep_their_days(gialai: House):
    task, model = a_task(gialai), a_model(gialai)

    act = merged(gialai)
    after = gialai.planning.tasks.get(task, agency=CHU_SE)

    assert after.form.due_on == date(2026, 12, 20)
    assert [(one.agency, one.until) for one in after.past] == [(IA_LY, date(2026, 11, 30))]
    assert gialai.planning.models.get(model, agency=CHU_SE).past[0].agency == IA_LY
    assert owner_of(gialai, task) == CHU_SE
    assert gialai.registry.reorganisations.progress(act)["planning"]["moved"] == 2


def test_a_petition_goes_to_whoever_has_the_place_of_the_matter(gialai: House):
    here, there = PLACES[2:4]
    ids = [a_petition(gialai, IA_LY, *places) for places in ((here,), (there,), (here, there))]

    reorganised(
        gialai,
        Move(source=IA_LY, kind=EdgeKind.SPLIT, target=CHU_SE, places=(here,)),
        Move(source=IA_LY, kind=EdgeKind.SPLIT, target=NEW.id, places=(there,)),
        founded=(NEW,),
    )

    rows = {row["_id"]: row["agency"] for row in gialai.reception.work_list.find({})}
    assert [rows[one] for one in ids] == [CHU_SE, NEW.id, PROVINCE]


def test_what_waits_for_an_answer_goes_to_the_successor_with_its_day(gialai: House):
    id_ = a_recommendation(gialai)
    due = gialai.consultation.recommendations.get(id_, agency=IA_LY).due

    act = merged(gialai)
    after = gialai.consultation.recommendations.get(id_, agency=CHU_SE)

    assert (after.due, after.past[0].agency) == (due, IA_LY)
    assert owner_of(gialai, id_) == CHU_SE
    assert gialai.registry.reorganisations.progress(act)["consultation"]["moved"] >= 1


def test_a_campaign_expects_whoever_owes_the_report_by_the_days_organisation(gialai: House):
    desk = gialai.reporting.campaigns
    desk.open(YEAR, by=PREPARES)
    gialai.carry()
    before = gialai.registry.reorganisations.duties.count([IA_LY])

    act = reorganised(
        gialai, Move(source=IA_LY, kind=EdgeKind.MERGE, target=NEW.id), founded=(NEW,)
    )
    campaign = desk.get(YEAR)

    assert before == 1
    assert IA_LY not in campaign.expected
    assert NEW.id in campaign.expected
    assert len(set(campaign.expected)) == len(campaign.expected)
    eve = campaign.expected_by(campaign.turns[0].on - timedelta(days=1))
    assert (IA_LY in eve, NEW.id in eve) == (True, False), "boards of an earlier day ask by it"
    duties = gialai.registry.reorganisations.duties
    assert [duties.count([one]) for one in (IA_LY, NEW.id, CHU_SE)] == [0, 1, 1]
    assert told(gialai) == [([NEW.id], [IA_LY], [NEW.id])]
    assert gialai.registry.reorganisations.progress(act)["reporting"]["agencies"] == 1
    names = {one.agency.id: one.agency.name for one in desk.standings(YEAR)}
    assert names[NEW.id] == "UBND xã Ia Mới"
    with pytest.raises(NotExpected):
        gialai.reporting.reports.draft(YEAR, by=by(Role.DANVAN_OFFICER, IA_LY))


def told(house: House) -> list[tuple[Any, ...]]:
    rows = house.reporting.store.database["events"].find({"type": "reporting.expectations_changed"})
    said = [orjson.loads(row["body"])["data"] for row in rows]
    return [(one["called"], one["released"], one["heirs"]) for one in said]


def test_a_day_off_on_the_day_reports_are_due_moves_it_for_everybody(gialai: House):
    desk = gialai.reporting.campaigns
    desk.open(2026 + 1, by=PREPARES)
    before = desk.get(YEAR).due_on
    off = {"date": before.isoformat(), "kind": "HOLIDAY", "name": "nghỉ đột xuất"}
    decision = {"instrument": "9/TB", "standing": "CONFIRMED", "tag": "K", "changes": [off]}
    law = gialai.registry.amendments
    law.activate(law.draft_decision(decision, by=PREPARES)["amendment"], by=CONFIRMS)

    gialai.rest()

    after = desk.get(YEAR).due_on
    assert after > before
    rows = gialai.registry.reorganisations.duties.of([CHU_SE])
    assert [row["due_on"] for row in rows] == [after.isoformat()]


def test_a_report_that_was_sent_stays_with_whom_it_is_of(gialai: House):
    gialai.reporting.campaigns.open(YEAR, by=PREPARES)
    gialai.reporting.reports.draft(YEAR, by=by(Role.DANVAN_OFFICER))
    gialai.reporting.reports.submit(YEAR, override_reason="gửi thử", by=by(Role.AGENCY_HEAD))

    merged(gialai)

    assert IA_LY in gialai.reporting.campaigns.get(YEAR).expected
    assert told(gialai) == []


def test_the_campaign_of_a_caller_that_ended_goes_on_with_the_successor(gialai: House):
    caller = by(Role.SNV_OFFICER, IA_LY)
    gialai.reporting.campaigns.open(YEAR, by=caller)
    gialai.reporting.reports.draft(YEAR, by=by(Role.DANVAN_OFFICER, CHU_SE))
    sent = by(Role.AGENCY_HEAD, CHU_SE)
    gialai.reporting.reports.submit(YEAR, override_reason="gửi thử", by=sent)

    merged(gialai)

    campaign = gialai.reporting.campaigns.get(YEAR)
    assert (campaign.agency, campaign.past[0].agency) == (CHU_SE, IA_LY)
    assert gialai.registry.reorganisations.duties.count([IA_LY]) == 0
    assert gialai.registry.reorganisations.duties.count([CHU_SE]) == 1  # to check what came


def a_call(house: House, *agencies: str, caller: str = PROVINCE) -> str:
    """An ad-hoc call to some agencies, open beyond the day of the reorganisation."""
    asked = Asked(
        title="Tình hình sau mưa lũ",
        instrument="9/CV",
        window=(DAY, DAY),
        due_on=date(2026, 12, 18),
        keys=(),
        questions=("Dân cần gì trước nhất?",),
        agencies=agencies,
    )
    calling = by(Role.SNV_OFFICER, caller)
    return str(house.reporting.adhoc.call_adhoc(asked, by=calling)["call"])


def an_answer(house: House, call: str, agency: str) -> None:
    """Written, and presented to the head."""
    desk, writes = house.reporting.adhoc, by(Role.DANVAN_OFFICER, agency)
    version = desk.begin_answer(call, by=writes)["version"]
    desk.answer_call(call, {}, {}, {"Q1": "Nước sạch."}, version=version, by=writes)
    desk.present_answer(call, by=writes)


def owed(house: House, *agencies: str) -> list[tuple[str, str]]:
    """What is open of reports, by owner."""
    rows = house.registry.reorganisations.duties.of(list(agencies))
    return sorted((row["owner"], row["kind"]) for row in rows)


def test_an_adhoc_call_goes_on_with_the_heir_of_whoever_had_not_answered(gialai: House):
    call = a_call(gialai, IA_LY, PLACES[2])
    an_answer(gialai, call, IA_LY)
    gialai.carry()
    before = owed(gialai, IA_LY)

    reorganised(gialai, Move(source=IA_LY, kind=EdgeKind.MERGE, target=NEW.id), founded=(NEW,))

    found = gialai.reporting.adhoc.calls.by_id(call)
    assert before == [(IA_LY, "REPORT_SIGN"), (IA_LY, "REPORT_SUBMIT")]
    assert found.expected == (PLACES[2], NEW.id)
    assert IA_LY in found.expected_by(DAY)
    assert owed(gialai, IA_LY, NEW.id) == [(NEW.id, "REPORT_SUBMIT")]
    an_answer(gialai, call, NEW.id)
    with pytest.raises(NotFound):
        gialai.reporting.adhoc.begin_answer(call, by=by(Role.DANVAN_OFFICER, IA_LY))


def test_an_adhoc_call_asks_a_merged_pair_once_and_keeps_an_answer_that_came(gialai: House):
    pair, came = a_call(gialai, IA_LY, CHU_SE), a_call(gialai, IA_LY)
    an_answer(gialai, came, IA_LY)
    gialai.reporting.adhoc.send_answer(came, by=by(Role.AGENCY_HEAD))

    merged(gialai)

    calls = gialai.reporting.adhoc.calls
    assert calls.by_id(pair).expected == (CHU_SE,)
    assert calls.by_id(came).expected == (IA_LY,)
    assert owed(gialai, IA_LY, CHU_SE) == [(CHU_SE, "REPORT_SUBMIT")]


def test_the_adhoc_call_of_a_caller_that_ended_goes_on_with_the_successor(gialai: House):
    call = a_call(gialai, PLACES[2], caller=IA_LY)
    an_answer(gialai, call, PLACES[2])
    gialai.reporting.adhoc.send_answer(call, by=by(Role.AGENCY_HEAD, PLACES[2]))

    merged(gialai)

    found = gialai.reporting.adhoc.calls.by_id(call)
    assert (found.agency, found.past[0].agency) == (CHU_SE, IA_LY)
    assert owed(gialai, IA_LY, CHU_SE, PLACES[2]) == [(CHU_SE, "REPORT_REVIEW")]


def test_what_waits_for_a_head_waits_no_more_once_the_agency_reports_no_more(gialai: House):
    gialai.reporting.campaigns.open(YEAR, by=PREPARES)
    reports, writes = gialai.reporting.reports, by(Role.DANVAN_OFFICER)
    reports.draft(YEAR, by=writes)
    reports.present(YEAR, by=writes)
    gialai.carry()
    before = owed(gialai, IA_LY)

    merged(gialai)

    assert before == [(IA_LY, "REPORT_SIGN"), (IA_LY, "REPORT_SUBMIT")]
    assert owed(gialai, IA_LY) == []


def test_an_agency_founded_today_is_known_by_name_everywhere_at_once(gialai: House):
    reorganised(gialai, Move(source=IA_LY, kind=EdgeKind.MERGE, target=NEW.id), founded=(NEW,))

    for name in ("reception", "planning", "consultation", "reporting", "notify"):
        service = gialai.services[name]
        assert service.agency_book.label(NEW.id) == "UBND xã Ia Mới"
    assert gialai.registry.label(NEW.id) == "UBND xã Ia Mới"
    gialai.notify.load_participants(by=OPERATOR)
    listed, total = gialai.notify.directory(by=by(Role.ADMINISTRATOR, NEW.id))
    assert total == len(listed) > 0
    assert {one.agency for one in listed} == {NEW.id}


# --- people -----------------------------------------------------------------------------------------


def an_account(house: House, account: str, *roles: Assignment) -> str:
    new = NewAccount(account=account, name="Rơ Châm Thử", agency=IA_LY)
    id_ = str(house.registry.open_account(new, by=OPERATOR)["account"])
    for one in roles:
        house.registry.grant_role(id_, one, by=OPERATOR)
    return id_


def a_role(role: Role, agency: str = IA_LY, **more: Any) -> Assignment:
    return Assignment(role=role, agency=agency, since=DAY, **more)


def test_roles_end_with_their_agency_but_the_archive_stays_readable(gialai: House):
    enters = a_role(Role.RECEPTIONIST)
    looks = a_role(Role.PETITION_OFFICER, see_only=True)
    elsewhere = a_role(Role.CLERK, CHU_SE)
    id_ = an_account(gialai, "thu.ba.vai", enters, looks, elsewhere)
    gialai.registry.end_roles(lambda: True)
    assert len(gialai.registry.roles_today(id_)) == 3  # nothing ended yet

    merged(gialai)
    gialai.registry.end_roles(lambda: True)
    again = gialai.registry.end_roles(lambda: True)

    held = gialai.registry.roles_today(id_)
    assert {(one.role, one.agency) for one in held} == {
        (Role.PETITION_OFFICER, IA_LY),
        (Role.CLERK, CHU_SE),
    }
    (ended,) = [one for one in gialai.registry.accounts.one(id_).roles if one.until]
    assert (ended.role, ended.until) == (Role.RECEPTIONIST, date(2026, 11, 30))
    assert not again


SNV, STP, STC = (UNITS[one] for one in ("Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính"))


def offices(house: House) -> None:
    """The register knows three departments of the province too."""
    registry = house.registry
    news = [one for one in registry._news({}) if one.id in {SNV, STP, STC}]
    registry.store.once(lambda: registry.store.commit(*news), by=PREPARES, command="load")
    house.carry()


def test_the_focal_agency_follows_the_lineage_and_with_it_who_calls_for_reports(
    gialai: House, house: Site, monkeypatch: pytest.MonkeyPatch
):
    offices(gialai)
    registry, officer = gialai.registry, Role.SNV_OFFICER
    old, new = an_account(gialai, "cu", a_role(officer, SNV)), an_account(gialai, "moi")
    acts = registry.actor(old)
    gialai.reporting.campaigns.open(YEAR, by=acts)
    with pytest.raises(WrongPlace):
        registry.grant_role(new, a_role(officer, STP), by=OPERATOR)
    pages = campaign_page(gialai, house, monkeypatch)
    assert pages(acts) == 200

    reorganised(gialai, Move(source=SNV, kind=EdgeKind.MERGE, target=STP))
    registry.end_roles(lambda: True)
    registry.grant_role(new, a_role(officer, STP), by=OPERATOR)
    registry.publish_ended(gialai.clock.now())

    assert registry.focal() == STP
    assert gialai.reporting.campaigns.get(YEAR).agency == STP
    assert {gialai.services[one].agency_book.focal(NEXT).id for one in ("notify", "planning")} == {
        STP
    }
    assert gialai.notify.kept_by(by(Role.ADMINISTRATOR, STP)) is None
    assert gialai.notify.kept_by(by(Role.ADMINISTRATOR, STC)) == PROVINCE
    assert (pages(acts), pages(registry.actor(new))) == (303, 200)
    with pytest.raises(NotSignedIn):
        registry.renewed(acts)


def proposed(house: House, account: str, role: Role, **more: Any) -> str:
    """A role at Ia Ly that somebody asks for."""
    wanted, admin = a_role(role, **more), by(Role.ADMINISTRATOR)
    given = house.registry.proposals.propose_role(account, wanted, by=admin)
    return str(given["proposal"])


def waiting(house: House, *agencies: str) -> set[str]:
    """Which proposals wait for somebody at these agencies, as "Việc của tôi" has it."""
    house.carry()
    return {
        row["_id"].partition("|")[2]
        for row in house.notify.duties.find({"owner": {"$in": agencies}})
    }


def test_a_role_asked_for_at_an_agency_that_ends_is_closed_and_waits_for_nobody(gialai: House):
    offices(gialai)
    registry, desk = gialai.registry, gialai.registry.proposals
    role = proposed(gialai, an_account(gialai, "a"), Role.CLERK)
    look = proposed(gialai, an_account(gialai, "b"), Role.CLERK, see_only=True)
    assert waiting(gialai, IA_LY) == {role, look}

    merged(gialai)
    approver = Actor(user="nguoi.duyet", role=Role.ADMINISTRATOR, agency=SNV)
    with pytest.raises(NoSuchAgency):
        desk.approve_role(role, by=approver)
    for _ in range(2):
        registry.end_proposals(lambda: True)

    closed = desk.one(role, by=approver)
    assert closed.reason == "cơ quan đã kết thúc hoạt động ngày 30/11/2026."
    assert waiting(gialai, IA_LY) == set()
    assert waiting(gialai, SNV) == {look}  # the archive is the focal agency's to open
    with pytest.raises(ProposalLapsed) as refused:
        desk.approve_role(role, by=approver)
    assert "Đề nghị này đã khép: cơ quan đã kết thúc" in refused.value.detail
    assert desk.approve_role(look, by=approver)["state"] == "APPROVED"


def test_a_role_the_focal_agency_decides_waits_for_that_of_today(gialai: House):
    offices(gialai)
    admin = by(Role.ADMINISTRATOR, SNV)
    wanted = a_role(Role.AUDITOR, CHU_SE)
    desk = gialai.registry.proposals
    asked = desk.propose_role(an_account(gialai, "a"), wanted, by=admin)["proposal"]
    assert waiting(gialai, SNV) == {asked}

    reorganised(gialai, Move(source=SNV, kind=EdgeKind.MERGE, target=STP))
    gialai.registry.end_proposals(lambda: True)

    assert (waiting(gialai, SNV), waiting(gialai, STP)) == (set(), {asked})


def campaign_page(gialai: House, house: Site, patch: pytest.MonkeyPatch) -> Callable[[Actor], int]:
    """How the page of the campaign answers somebody who is signed in."""
    create_session_key(house.folder / "keys")
    create_secret(house.folder / "keys")
    patch.setattr("kernel.store.store.connect", lambda _: house.client)
    client = web(gialai.reporting.store.settings).test_client()
    keys = SessionKeys(house.folder / "keys", site="gialai")

    def status(actor: Actor) -> int:
        client.set_cookie("danvan", keys.issue(actor, now=datetime.now(UTC), minutes=5))
        return int(client.get(f"/reporting/campaigns/{YEAR}").status_code)

    return status


def test_a_focal_agency_is_not_ended_into_several_or_none(gialai: House):
    offices(gialai)
    desk = gialai.registry.reorganisations
    moves = tuple(Move(source=SNV, kind=EdgeKind.SPLIT, target=one) for one in (STP, STC))
    scheme = Scheme(title="Chia Sở Nội vụ", effective_on=NEXT, moves=moves)
    act = desk.prepare(scheme, by=PREPARES)["reorganisation"]

    (flaw,) = desk.preview(act).flaws

    assert "Sở Nội vụ là cơ quan đầu mối công tác dân vận của tỉnh" in flaw
    assert "đúng một cơ quan kế thừa còn hoạt động (phương án đang có 2)" in flaw
    with pytest.raises(WrongMoves):
        desk.confirm(act, Decided(number="15/NQ", on=DAY), by=CONFIRMS)


def test_an_access_token_speaks_for_nobody_once_its_agency_is_no_more(gialai: House):
    access, day = gialai.registry.access, gialai.clock.today() + timedelta(days=200)
    issued = {
        one: access.issue("sổ", ["reception.enter"], expires_on=day, by=by(Role.ADMINISTRATOR, one))
        for one in (IA_LY, CHU_SE)
    }

    merged(gialai)

    assert access.actor(issued[CHU_SE][1]).agency == CHU_SE
    with pytest.raises(WrongToken):
        access.actor(issued[IA_LY][1])


def test_a_look_into_the_archive_is_granted_after_the_end_and_nothing_else(gialai: House):
    id_ = an_account(gialai, "thu.kho")
    merged(gialai)

    gialai.registry.grant_role(id_, a_role(Role.PETITION_OFFICER, see_only=True), by=OPERATOR)

    with pytest.raises(NoSuchAgency):
        gialai.registry.grant_role(id_, a_role(Role.CLERK), by=OPERATOR)


# --- after any reorganisation -----------------------------------------------------------------------


@st.composite
def acts(draw: st.DrawFn) -> tuple[Move, ...]:
    """Any lines over a few communes: some end, merging into or split between those that stay."""
    ends = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=4, unique=True))
    stays = [one for one in PLACES if one not in ends] + [PROVINCE]
    moves: list[Move] = []
    for one in ends:
        targets = draw(st.lists(st.sampled_from(stays), max_size=3, unique=True))
        kind = EdgeKind.SPLIT if len(targets) > 1 else EdgeKind.MERGE
        moves += [Move(source=one, kind=kind, target=target) for target in targets]
        if not targets:
            moves.append(Move(source=one, kind=EdgeKind.DISSOLVE))
    return tuple(moves)


MAKING = {"petition": a_petition, "task": a_task, "recommendation": a_recommendation}


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=acts(),
    second=acts(),
    duties=st.sets(st.tuples(st.sampled_from(sorted(MAKING)), st.sampled_from(PLACES)), max_size=8),
)
def test_after_any_reorganisations_every_open_duty_of_any_service_has_exactly_one_active_owner(
    services: House, first: Any, second: Any, duties: set[tuple[str, str]]
):
    made = fresh(services)
    made.reporting.campaigns.open(YEAR, by=PREPARES)
    ids = {MAKING[kind](made, place) for kind, place in sorted(duties)}
    for day, moves in ((NEXT, first), (date(2027, 1, 4), second)):
        _confirm(made, day, moves)
    to(made, date(2027, 1, 5))
    made.rest()

    facts, today = made.registry.reorganisations.existing(), made.clock.today()
    rows = list(made.registry.reorganisations.duties.find({}))
    stands = {id_ for id_, one in facts.items() if one.exists(today)}
    gone = facts.keys() - stands
    assert not [row for row in rows if row["owner"] in gone]
    assert ids <= {row["_id"] for row in rows}
    for name in made.handing:
        for thing in made.services[name].handover.things:
            assert not thing.kept.owners({"agency": {"$in": list(gone)}, **thing.left})
    expected = made.reporting.campaigns.get(YEAR).expected
    owed = [row["owner"] for row in rows if row["kind"] == "REPORT_SUBMIT"]
    assert sorted(owed) == sorted(expected)
    assert not gone & set(expected)
    assert len(stands & set(expected)) == sum(one in stands for one in PLACES)


def _confirm(house: House, day: date, moves: Any) -> None:
    desk = house.registry.reorganisations
    stands = {id_ for id_, facts in desk.existing().items() if facts.exists(day)}
    lines = tuple(
        one for one in moves if one.source in stands and (not one.target or one.target in stands)
    )
    if lines:
        scheme = Scheme(title="Bất kỳ", effective_on=day, moves=lines)
        act = desk.prepare(scheme, by=PREPARES)["reorganisation"]
        desk.confirm(act, Decided(number="1/QĐ", on=house.clock.today()), by=CONFIRMS)
