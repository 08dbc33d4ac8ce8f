"""How long a petition waits for what it lacks, who decides when the time is over, and what comes late."""

from datetime import date, timedelta

import pytest

from contracts.duties import DutyKind
from contracts.reception import (
    CaseStep,
    ClockKind,
    Disposition,
    IntakeChannel,
    PetitionClassified,
    PetitionKind,
)
from law.defaults import shipped_packs, shipped_register
from services.reception.domain import (
    Classification,
    Law,
    Petition,
    Petitioner,
    PetitionForm,
    State,
    cases,
)
from services.reception.domain.cases import (
    Done,
    NotStoredForThat,
    ReasonMissing,
    SupplementAwaited,
    TooEarly,
)
from services.reception.domain.citizen import standing
from services.reception.domain.clocks import find, running
from services.reception.domain.duties import duty_of, next_step_due

TODAY = date(2026, 12, 31)
ASKED, OVER = date(2026, 9, 1), date(2026, 10, 1)
LATER = OVER + timedelta(days=1)
LAW = Law(shipped_register().as_known_at(TODAY), shipped_packs())


def asked(kind: PetitionKind = PetitionKind.COMPLAINT) -> Petition:
    form = PetitionForm(
        kind=kind,
        channel=IntakeChannel.POST,
        received_on=date(2026, 8, 31),
        summary="Về bồi thường",
        petitioner=None if kind is PetitionKind.DENUNCIATION else Petitioner(name="Thử"),
    )
    made = Petition.register(form, id_="p", agency="a", number=1, today=TODAY, law=LAW)
    made.classify(found(Disposition.REQUEST_SUPPLEMENT, ASKED), today=TODAY, law=LAW)
    return made


def found(to: Disposition, on: date) -> Classification:
    fit = to is Disposition.ACCEPT
    return Classification(eligible=fit, competent=True, disposition=to, on=on)


def done(on: date, text: str = "Không bổ sung") -> Done:
    return Done(on=on, today=TODAY, text=text, by="u")


def test_the_time_is_the_provinces_and_proves_itself():
    petition = asked()

    assert petition.supplement
    assert (petition.supplement.rule, petition.supplement.due_on) == ("R-07", OVER)
    assert any("30" in one for one in petition.supplement.why)
    assert petition.due_on == OVER
    assert next_step_due(petition) is None


def test_it_waits_until_the_time_is_over_and_then_somebody_decides():
    petition = asked()

    waiting, owed = duty_of(petition, today=OVER), duty_of(petition, today=LATER)

    assert waiting
    assert owed
    assert (waiting.kind, waiting.paused) == (DutyKind.PETITION_SUPPLEMENT, True)
    assert (owed.kind, owed.paused, owed.due_on) == (DutyKind.PETITION_STORE, False, OVER)
    assert petition.state is State.AWAITING_SUPPLEMENT


def test_the_citizen_is_told_until_when_and_never_that_the_agency_is_late():
    for today in (OVER, LATER):
        seen = standing(asked(), today=today, packs=LAW.packs)

        assert (seen.supply_until, seen.waits_for_citizen) == (OVER, True)
        assert (seen.until, seen.late_days, seen.remedy) == (None, 0, "")
        assert seen.why


def test_nothing_is_stored_before_the_time_is_over_nor_without_a_reason():
    petition = asked()
    with pytest.raises(SupplementAwaited) as refused:
        cases.store_unsupplemented(petition, done(OVER), law=LAW)
    assert "01/10/2026" in refused.value.detail
    with pytest.raises(ReasonMissing):
        cases.store_unsupplemented(petition, done(LATER, text=" "), law=LAW)

    cases.store_unsupplemented(petition, done(LATER), law=LAW)

    assert petition.state is State.CLOSED
    told = [one for one, *_ in petition.news if isinstance(one, PetitionClassified)]
    assert [one.disposition for one in told] == ["REQUEST_SUPPLEMENT", "STORE"]
    keeping = running(petition.clocks, ClockKind.KEEPING)
    assert keeping
    assert keeping.due_on == date(2027, 10, 2)
    assert duty_of(petition, today=TODAY) is None


@pytest.mark.parametrize("on", [OVER, LATER])
def test_what_comes_in_time_or_late_is_classified_as_ever(on: date):
    petition = asked()

    petition.classify(found(Disposition.ACCEPT, on), today=TODAY, law=LAW)

    assert petition.state is State.CLASSIFIED
    assert petition.supplement is None
    assert find(petition.clocks, ClockKind.SUPPLEMENT)


def test_asked_again_it_waits_anew():
    petition = asked()

    petition.classify(found(Disposition.REQUEST_SUPPLEMENT, OVER), today=TODAY, law=LAW)

    assert petition.supplement
    assert petition.supplement.due_on == date(2026, 11, 2)  # 31/10 is a Saturday


def test_what_comes_after_it_was_stored_is_classified_in_a_time_of_its_own():
    petition = asked()
    with pytest.raises(Exception, match="not_in_that_state"):
        cases.take_supplement(petition, done(LATER), law=LAW)
    cases.store_unsupplemented(petition, done(LATER), law=LAW)
    with pytest.raises(TooEarly):
        cases.take_supplement(petition, done(OVER), law=LAW)

    cases.take_supplement(petition, done(date(2026, 10, 12)), law=LAW)

    assert petition.state is State.REGISTERED
    assert petition.due_on == date(2026, 10, 22)
    assert running(petition.clocks, ClockKind.KEEPING) is None
    assert [one.step for one in petition.history] == [
        CaseStep.UNSUPPLEMENTED,
        CaseStep.SUPPLEMENTED,
    ]
    petition.classify(found(Disposition.STORE, date(2026, 10, 13)), today=TODAY, law=LAW)
    with pytest.raises(NotStoredForThat):
        cases.take_supplement(petition, done(date(2026, 10, 14)), law=LAW)
