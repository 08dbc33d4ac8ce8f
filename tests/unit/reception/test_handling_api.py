"""What a program may send for an act on a petition: the choices the act offers, and no others."""

import marshmallow as ma
import pytest

from contracts.reception import CaseStep
from services.reception.api.handling import schema_of
from services.reception.service.acts import ACTS

TAKE_STEP = schema_of(next(one for one in ACTS if one.name == "take_step"))


def test_a_choice_the_act_offers_becomes_what_the_command_takes():
    assert TAKE_STEP.load({"step": "NOTICE_GIVEN"})["step"] is CaseStep.NOTICE_GIVEN


@pytest.mark.parametrize("step", ["NOTE", "nonsense", None])
def test_a_choice_the_act_does_not_offer_is_refused_at_its_field(step: str | None):
    with pytest.raises(ma.ValidationError) as refused:
        TAKE_STEP.load({"step": step})

    assert list(refused.value.messages_dict) == ["step"]
