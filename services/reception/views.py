"""What one can see of petitions: the work list of an agency."""

from collections.abc import Iterable
from typing import Any

from kernel.store import Change, View
from services.reception.domain import Petition


class WorkList(View):
    """Petitions of an agency with where they stand, newest first; written in each petition's own commit."""

    name = "work_list"
    reflects = Petition
    indexes = (
        ([("agency", 1), ("year", -1), ("number", -1)], {}),
        ([("agency", 1), ("state", 1), ("year", -1), ("number", -1)], {}),
    )

    def reflect(self, petition: Petition) -> Iterable[Change]:
        yield self.change(
            petition.id,
            set={
                "agency": petition.agency,
                "number": petition.number,
                "year": petition.year,
                "kind": petition.form.kind.value,
                "state": petition.state.value,
                "received_on": petition.form.received_on.isoformat(),
                "summary": petition.form.summary,
            },
        )

    def of(
        self, agency: str, *, state: str | None = None, page: int = 1, size: int = 25
    ) -> list[dict[str, Any]]:
        """One page of an agency's list, optionally of one state."""
        where = {"agency": agency, **({"state": state} if state else {})}
        order = [("year", -1), ("number", -1)]
        return list(self.find(where, sort=order, skip=(page - 1) * size, limit=size))

    def count(self, agency: str, *, state: str | None = None) -> int:
        """How many petitions the list has."""
        return self.rows.count_documents({"agency": agency, **({"state": state} if state else {})})
