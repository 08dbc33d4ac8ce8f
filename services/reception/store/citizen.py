"""What the citizen's side remembers: receipts, what citizens said, and who guesses codes."""

from collections.abc import Iterable
from datetime import datetime

from kernel.errors import NotFound
from kernel.store import Change, Collection, View
from kernel.store.unit import session
from services.reception.domain.citizen import CitizenWord, Receipt


class Receipts(Collection[Receipt]):
    """The receipts of all agencies; found by the blind mark of a code, or by petition."""

    name = "receipts"
    holds = Receipt
    indexes = (([("mark", 1)], {"unique": True}), ([("petition", 1)], {"unique": True}))

    def by_mark(self, mark: bytes) -> Receipt | None:
        """The receipt of a code, if there is one."""
        row = self.rows.find_one({"mark": mark}, session=session())
        return self.from_document(row) if row else None

    def find(self, petition: str) -> Receipt | None:
        """The receipt of a petition, if one was given out."""
        row = self.rows.find_one({"petition": petition}, session=session())
        return self.from_document(row) if row else None


class CitizenWords(Collection[CitizenWord]):
    """What citizens said, for the officers of the petition's agency."""

    name = "citizen_words"
    holds = CitizenWord
    indexes = (([("petition", 1)], {}),)

    def of(self, petition: str) -> list[CitizenWord]:
        """What was said about a petition, newest first."""
        rows = self.rows.find({"petition": petition}, sort=[("_id", -1)], session=session())
        return [self.from_document(row) for row in rows]

    def about(self, petition: str, word: str) -> CitizenWord:
        """One of them. Raises `NotFound`."""
        found = next((one for one in self.of(petition) if one.id == word), None)
        if found is None:
            raise NotFound
        return found


class Guesses(View):
    """Wrong codes and secrets by who guesses and by what is guessed at, as blind marks; gone after a day."""

    name = "guesses"
    reflects = Receipt
    indexes = (
        ([("of", 1), ("at", 1)], {}),
        ([("at", 1)], {"expireAfterSeconds": 86_400}),
    )

    def reflect(self, receipt: Receipt) -> Iterable[Change]:
        return ()

    def count(self, marks: Iterable[bytes], *, since: datetime) -> int:
        """The most wrong guesses that any of these made, or took, since a moment."""
        return max(self.rows.count_documents({"of": mark, "at": {"$gt": since}}) for mark in marks)

    def wrong(self, marks: Iterable[bytes], *, at: datetime) -> None:
        """Remember one wrong guess."""
        self.rows.insert_many([{"of": mark, "at": at} for mark in marks])
