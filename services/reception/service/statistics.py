"""The desk of statistics: the inspectorate's forms of any period, and what goes to the national database."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from kernel.message import Actor
from kernel.store import Store
from law.handling import statistics_window
from services.reception.domain import Law
from services.reception.domain.rounds import stood_at
from services.reception.domain.statistics import Period, Statistics, forms_of, mixed, on_time
from services.reception.store import Petitions
from services.reception.store.forwards import Forwards
from services.reception.store.receiving import Visits
from services.reception.views import SessionList


class StatisticsDesk:
    """Counts."""

    def __init__(
        self,
        store: Store,
        petitions: Petitions,
        sessions: SessionList,
        forwards: Forwards,
        visits: Visits,
        law_of: Callable[[date], Law],
    ) -> None:
        self.store, self.petitions, self.sessions = store, petitions, sessions
        self.forwards, self.visits, self.law_of = forwards, visits, law_of

    def count(self, first: date, last: date, *, by: Actor) -> Statistics:
        """The forms of a period for the asker's agency."""
        period = Period(first, last)
        petitions = [stood_at(one, last) for one in self.petitions.in_period(by.agency, until=last)]
        sessions = self.sessions.between(by.agency, first, last)
        today = self.store.clock.today()
        packs = self.law_of(today).packs
        return Statistics(
            period=period,
            forms=forms_of(petitions, sessions, period, packs=packs, answers=self._answers(by)),
            on_time=on_time(petitions, period, today=today),
            mixed=mixed(petitions, period),
        )

    def _answers(self, by: Actor) -> dict[str, date]:
        sent = self.forwards.sent_from(by.agency)
        return {one.petition: one.answered_on for one in sent if one.answered_on}

    def window(self, code: str, year: int) -> tuple[date, date]:
        """The days of one of the inspectorate's periods of a year. Raises `NoSuchPeriod`."""
        packs = self.law_of(self.store.clock.today()).packs
        found = statistics_window(code, year=year, packs=packs)
        return found.start, found.end

    def periods(self) -> dict[str, str]:
        """The inspectorate's periods."""
        packs = self.law_of(self.store.clock.today()).packs
        return {one.code: one.title for one in packs.statistics.periods}

    def for_national_database(
        self, first: date, last: date, *, by: Actor
    ) -> Iterator[dict[str, Any]]:
        """What the national database asks for of each petition (NĐ 55/2022/NĐ-CP), each under a key that
        stays the same however often it is sent. Who denounces is not in it."""
        went = {one.petition: one.to_agency for one in self.forwards.sent_from(by.agency)}
        for kept in self.petitions.in_period(by.agency, until=last):
            one = stood_at(kept, last)
            if one.form.received_on < first:
                continue
            found, who = one.classification, one.form.petitioner
            yield {
                "key": one.id,
                "agency": one.agency,
                "number": f"{one.number}/{one.year}",
                "received_on": one.form.received_on.isoformat(),
                "channel": one.form.channel.value,
                "kind": one.form.kind.value,
                "name": who.name if who else "",
                "address": who.address if who else "",
                "content": one.form.summary,
                "eligible": found.eligible if found else None,
                "competent": found.competent if found else None,
                "disposition": found.disposition.value if found else "",
                "forwarded_to": went.get(one.id, ""),
                "result": one.outcome.value if one.outcome else one.state.value,
                "decided_on": one.decided_on.isoformat() if one.decided_on else None,
                "decision": one.decision,
            }

    def receptions_for_national_database(
        self, first: date, last: date, *, by: Actor
    ) -> Iterator[dict[str, Any]]:
        """What the national database asks for of each reception; who came to denounce is not in it."""
        for one in self.visits.between(by.agency, first, last):
            who = one.form.visitor
            yield {
                "key": one.id,
                "agency": one.agency,
                "number": f"{one.number}/{one.year}",
                "received_on": one.form.received_on.isoformat(),
                "kind": one.form.kind.value,
                "persons": one.form.persons,
                "name": who.name if who else "",
                "address": who.address if who else "",
                "content": one.form.content,
                "result": one.form.handling,
            }
