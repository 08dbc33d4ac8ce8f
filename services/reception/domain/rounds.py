"""A case that is reopened is settled once more; how it had been settled before is kept."""

from copy import copy
from dataclasses import fields
from datetime import date

from services.reception.domain import contents
from services.reception.domain.petition import Petition, Round, State

STOOD = tuple(one.name for one in fields(Round) if one.name != "reopened_on")


def begin_anew(petition: Petition, on: date) -> None:
    """Let nothing stand of how it was settled, and keep how it was. Its new time is the caller's to start."""
    stood = {name: getattr(petition, name) for name in STOOD}
    petition.rounds = (*petition.rounds, Round(reopened_on=on, **stood))
    petition.rest(on)
    petition.contents = contents.again(petition.contents)
    petition.state, petition.accepted_on = State.ACCEPTED, on
    petition.decided_on, petition.outcome, petition.on_time = None, None, None
    petition.findings, petition.decision, petition.acceptance = None, "", ""


def stood_at(petition: Petition, day: date) -> Petition:
    """A petition as it stood at the end of a day, as far as later reopenings go: what had been settled by then is
    settled, whatever became of it afterwards."""
    later = next((one for one in petition.rounds if one.reopened_on > day), None)
    if later is None:
        return petition
    before = copy(petition)
    for name in STOOD:
        setattr(before, name, getattr(later, name))
    before.clocks = tuple(one for one in petition.clocks if one.facts.start < later.reopened_on)
    return before
