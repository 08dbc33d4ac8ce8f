"""What reception remembers: petitions, and the running numbers of each agency's register."""

from datetime import date
from typing import Any

from contracts.reception import IntakeChannel, Outcome, PetitionKind
from kernel.store import Collection, Numbers
from services.reception.domain import Petition, Petitioner, PetitionForm, State


class Petitions(Collection[Petition]):
    """All petitions of the agencies at this site."""

    name = "petitions"
    holds = Petition
    indexes = (([("agency", 1), ("year", 1), ("number", 1)], {"unique": True}),)

    def to_document(self, petition: Petition) -> dict[str, Any]:
        form = petition.form
        return {
            "number": petition.number,
            "year": petition.year,
            "kind": form.kind.value,
            "channel": form.channel.value,
            "received_on": form.received_on.isoformat(),
            "summary": form.summary,
            "petitioner": vars(form.petitioner) if form.petitioner else None,
            "client_ref": form.client_ref,
            "state": petition.state.value,
            "accepted_on": _text(petition.accepted_on),
            "decided_on": _text(petition.decided_on),
            "outcome": petition.outcome.value if petition.outcome else None,
        }

    def from_document(self, row: dict[str, Any]) -> Petition:
        return self.restored(
            Petition,
            row,
            number=row["number"],
            year=row["year"],
            form=_form(row),
            state=State(row["state"]),
            accepted_on=_date(row["accepted_on"]),
            decided_on=_date(row["decided_on"]),
            outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        )


class Register(Numbers):
    """The numbers of the petition register (sổ đơn), per agency and year."""

    def next_in(self, agency: str, year: int) -> int:
        """The next number in an agency's register of a year."""
        return self.next(f"petitions|{agency}|{year}")


def _form(row: dict[str, Any]) -> PetitionForm:
    return PetitionForm(
        kind=PetitionKind(row["kind"]),
        channel=IntakeChannel(row["channel"]),
        received_on=date.fromisoformat(row["received_on"]),
        summary=row["summary"],
        petitioner=Petitioner(**row["petitioner"]) if row["petitioner"] else None,
        client_ref=row["client_ref"],
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
