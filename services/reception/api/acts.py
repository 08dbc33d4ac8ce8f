"""Rows of acts, as an agency's own software brings them: how each is read and what it does."""

from collections.abc import Mapping
from typing import Any

from contracts.registry import Role
from kernel.errors import Forbidden
from kernel.message import Actor
from kernel.web import RowAct, SubjectSchema, subject
from services.reception.api import handling, receiving
from services.reception.api.replies import ReplySchema
from services.reception.api.schemas import (
    AcceptRowSchema,
    ClassifyRowSchema,
    DecideRowSchema,
    PetitionFormSchema,
    SessionFormSchema,
)
from services.reception.domain import Classification, Petition, PetitionForm, SessionForm
from services.reception.domain.replies import ReplyForm
from services.reception.service import Reception

Answer = dict[str, Any]


class ReplyRowSchema(ReplySchema, SubjectSchema):
    """A reply as a row."""


def acts(reception: Reception) -> Mapping[str, RowAct]:
    """The acts reception takes in bulk, by their names."""

    def register(form: PetitionForm, by: Actor) -> Answer:
        return reception.register_petition(form, by=by)

    def classify(row: Answer, by: Actor) -> Answer:
        petition = subject(row, by=by, kind=Petition.kind)
        row["missing"] = tuple(row["missing"])
        return reception.classify_petition(petition, Classification(**row), by=by)

    def accept(row: Answer, by: Actor) -> Answer:
        _only_software(by)
        petition = subject(row, by=by, kind=Petition.kind)
        return reception.accept_petition(petition, **row, by=by)

    def decide(row: Answer, by: Actor) -> Answer:
        _only_software(by)
        petition = subject(row, by=by, kind=Petition.kind)
        return reception.decide_petition(petition, **row, by=by)

    def hold(form: SessionForm, by: Actor) -> Answer:
        return reception.hold_session(form, by=by)

    def reply(row: Answer, by: Actor) -> Answer:
        petition = subject(row, by=by, kind=Petition.kind)
        return reception.replies.send_reply(petition, ReplyForm(**row), by=by)

    return {
        "register_petition": RowAct(PetitionFormSchema(), register),
        "classify_petition": RowAct(ClassifyRowSchema(), classify),
        "accept_petition": RowAct(AcceptRowSchema(), accept),
        "decide_petition": RowAct(DecideRowSchema(), decide),
        "hold_session": RowAct(SessionFormSchema(), hold),
        "send_reply": RowAct(ReplyRowSchema(), reply),
        **handling.rows(reception),
        **receiving.rows(reception),
    }


def _only_software(by: Actor) -> None:
    """Its agency's head has decided in the other system. Raises `Forbidden` for anybody else."""
    if by.role != Role.SOFTWARE:
        raise Forbidden
