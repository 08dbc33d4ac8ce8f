"""What reception remembers: petitions, sessions, and the running numbers of each agency's register."""

from dataclasses import asdict
from datetime import date
from typing import Any

from contracts.reception import (
    Disposition,
    DutyClosed,
    DutyOpened,
    Host,
    IntakeChannel,
    Outcome,
    PetitionKind,
    SessionKind,
)
from kernel.errors import NotFound
from kernel.store import Collection, Numbers, Reminding, Store
from kernel.store.unit import session
from services.reception.domain import (
    COUNTS,
    Classification,
    Deadline,
    Petition,
    Petitioner,
    PetitionForm,
    Session,
    SessionForm,
    State,
)
from services.reception.domain.duties import duty_of
from services.reception.store.keys import AgencyKeys
from services.reception.store.vault import open_petitioner, seal_petitioner


class Petitions(Reminding[Petition]):
    """All petitions of the agencies at this site."""

    name = "petitions"
    holds = Petition
    indexes = (([("agency", 1), ("year", 1), ("number", 1)], {"unique": True}),)

    def __init__(self, store: Store, keys: AgencyKeys) -> None:
        super().__init__(store)
        self.keys = keys

    def owed(self, petition: Petition) -> tuple[DutyOpened | None, DutyClosed]:
        return duty_of(petition), DutyClosed(duty=petition.id, owner=petition.agency)

    def anywhere(self, id_: str) -> Petition:
        """A petition of whatever agency, for its citizen. Raises `NotFound`."""
        row = self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)

    def latest(self, where: dict[str, Any], *, most: int) -> list[dict[str, Any]]:
        """Id, number and year of the newest petitions of a kind."""
        shown = {"number": 1, "year": 1}
        return list(self.rows.find(where, shown, sort=[("year", -1), ("number", -1)], limit=most))

    def to_document(self, petition: Petition) -> dict[str, Any]:
        form = petition.form
        return {
            "number": petition.number,
            "year": petition.year,
            "kind": form.kind.value,
            "channel": form.channel.value,
            "received_on": form.received_on.isoformat(),
            "summary": form.summary,
            "petitioner": seal_petitioner(
                self.keys.of(petition.agency), petition.id, form.petitioner
            ),
            "signers": form.signers,
            "client_ref": form.client_ref,
            "places": list(form.places),
            "state": petition.state.value,
            "intake": _deadline_row(petition.intake),
            "classification": _classification_row(petition.classification),
            "accepted_on": _text(petition.accepted_on),
            "is_complex": petition.is_complex,
            "remote": petition.remote,
            "settlement": _deadline_row(petition.settlement),
            "decided_on": _text(petition.decided_on),
            "outcome": petition.outcome.value if petition.outcome else None,
            "on_time": petition.on_time,
        }

    def from_document(self, row: dict[str, Any]) -> Petition:
        return self.restored(
            Petition,
            row,
            number=row["number"],
            year=row["year"],
            form=_form(row, open_petitioner(self.keys, row)),
            intake=_deadline(row.get("intake")),
            state=State(row["state"]),
            classification=_classification(row.get("classification")),
            accepted_on=_date(row["accepted_on"]),
            is_complex=row.get("is_complex", False),
            remote=row.get("remote", False),
            settlement=_deadline(row.get("settlement")),
            decided_on=_date(row["decided_on"]),
            outcome=Outcome(row["outcome"]) if row["outcome"] else None,
            on_time=row.get("on_time"),
        )


class Sessions(Collection[Session]):
    """All reception sessions of the agencies at this site."""

    name = "sessions"
    holds = Session

    def to_document(self, session: Session) -> dict[str, Any]:
        return {**asdict(session.form), "held_on": session.form.held_on.isoformat()}

    def from_document(self, row: dict[str, Any]) -> Session:
        return self.restored(
            Session,
            row,
            form=SessionForm(
                session_kind=SessionKind(row["session_kind"]),
                host=Host(row["host"]),
                held_on=date.fromisoformat(row["held_on"]),
                place=row["place"],
                online=row["online"],
                client_ref=row["client_ref"],
                **{name: row[name] for name in COUNTS},
            ),
        )


class Register(Numbers):
    """The numbers of the petition register (sổ đơn), per agency and year."""

    def next_in(self, agency: str, year: int) -> int:
        """The next number in an agency's register of a year."""
        return self.next(f"petitions|{agency}|{year}")


def _form(row: dict[str, Any], petitioner: Petitioner | None) -> PetitionForm:
    return PetitionForm(
        kind=PetitionKind(row["kind"]),
        channel=IntakeChannel(row["channel"]),
        received_on=date.fromisoformat(row["received_on"]),
        summary=row["summary"],
        petitioner=petitioner,
        signers=row.get("signers", 1),
        client_ref=row["client_ref"],
        places=tuple(row.get("places", ())),
    )


def _deadline_row(deadline: Deadline | None) -> dict[str, Any] | None:
    if deadline is None:
        return None
    due_on, proof = deadline.due_on.isoformat(), list(deadline.proof)
    return {"rule": deadline.rule, "due_on": due_on, "proof": proof}


def _deadline(row: dict[str, Any] | None) -> Deadline | None:
    if row is None:
        return None
    due_on, proof = date.fromisoformat(row["due_on"]), tuple(row["proof"])
    return Deadline(rule=row["rule"], due_on=due_on, proof=proof)


def _classification_row(found: Classification | None) -> dict[str, Any] | None:
    return {**asdict(found), "on": found.on.isoformat()} if found else None


def _classification(row: dict[str, Any] | None) -> Classification | None:
    if row is None:
        return None
    return Classification(
        eligible=row["eligible"],
        competent=row["competent"],
        disposition=Disposition(row["disposition"]),
        on=date.fromisoformat(row["on"]),
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
