"""What reception remembers: petitions, sessions, and the running numbers of each agency's register."""

from datetime import date
from typing import Any

from contracts.reception import Disposition, Host, IntakeChannel, Outcome, PetitionKind, SessionKind
from kernel.store import Collection, Numbers
from services.reception.domain import (
    Classification,
    Deadline,
    Petition,
    Petitioner,
    PetitionForm,
    ReceptionSession,
    SessionForm,
    State,
)

Row = dict[str, Any]


class Petitions(Collection[Petition]):
    """All petitions of the agencies at this site."""

    name = "petitions"
    holds = Petition
    indexes = (([("agency", 1), ("year", 1), ("number", 1)], {"unique": True}),)

    def to_document(self, petition: Petition) -> Row:
        form, found = petition.form, petition.classification
        return {
            "number": petition.number,
            "year": petition.year,
            "kind": form.kind.value,
            "channel": form.channel.value,
            "received_on": form.received_on.isoformat(),
            "summary": form.summary,
            "petitioner": vars(form.petitioner) if form.petitioner else None,
            "signers": form.signers,
            "client_ref": form.client_ref,
            "state": petition.state.value,
            "intake": _deadline_row(petition.intake),
            "classification": _classification_row(found) if found else None,
            "accepted_on": _text(petition.accepted_on),
            "complex": petition.complex,
            "remote": petition.remote,
            "settlement": _deadline_row(petition.settlement),
            "decided_on": _text(petition.decided_on),
            "outcome": petition.outcome.value if petition.outcome else None,
        }

    def from_document(self, row: Row) -> Petition:
        intake = _deadline(row["intake"])
        assert intake is not None
        return self.restored(
            Petition,
            row,
            number=row["number"],
            year=row["year"],
            form=_form(row),
            state=State(row["state"]),
            intake=intake,
            classification=_classification(row["classification"]),
            accepted_on=_date(row["accepted_on"]),
            complex=row["complex"],
            remote=row["remote"],
            settlement=_deadline(row["settlement"]),
            decided_on=_date(row["decided_on"]),
            outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        )


class Sessions(Collection[ReceptionSession]):
    """All reception sessions."""

    name = "sessions"
    holds = ReceptionSession

    def to_document(self, session: ReceptionSession) -> Row:
        return {**vars(session.form), "held_on": session.form.held_on.isoformat()}

    def from_document(self, row: Row) -> ReceptionSession:
        named = {name: row[name] for name in SessionForm.__dataclass_fields__}
        named |= {"kind": SessionKind(row["kind"]), "host": Host(row["host"])}
        named["held_on"] = date.fromisoformat(row["held_on"])
        return self.restored(ReceptionSession, row, form=SessionForm(**named))


class Register(Numbers):
    """The numbers of the petition register (sổ đơn), per agency and year."""

    def next_in(self, agency: str, year: int) -> int:
        """The next number in an agency's register of a year."""
        return self.next(f"petitions|{agency}|{year}")


def _form(row: Row) -> PetitionForm:
    return PetitionForm(
        kind=PetitionKind(row["kind"]),
        channel=IntakeChannel(row["channel"]),
        received_on=date.fromisoformat(row["received_on"]),
        summary=row["summary"],
        petitioner=Petitioner(**row["petitioner"]) if row["petitioner"] else None,
        signers=row["signers"],
        client_ref=row["client_ref"],
    )


def _classification_row(found: Classification) -> Row:
    return {**vars(found), "disposition": found.disposition.value, "on": found.on.isoformat()}


def _classification(row: Row | None) -> Classification | None:
    if row is None:
        return None
    return Classification(
        eligible=row["eligible"],
        competent=row["competent"],
        disposition=Disposition(row["disposition"]),
        on=date.fromisoformat(row["on"]),
    )


def _deadline_row(deadline: Deadline | None) -> Row | None:
    if deadline is None:
        return None
    due_on = deadline.due_on.isoformat()
    return {"rule": deadline.rule, "due_on": due_on, "proof": list(deadline.proof)}


def _deadline(row: Row | None) -> Deadline | None:
    if row is None:
        return None
    return Deadline(row["rule"], date.fromisoformat(row["due_on"]), tuple(row["proof"]))


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
