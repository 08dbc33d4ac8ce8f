"""Whatever ends when, and whoever sent before: every ended unit's figures stand in one place, never in two."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings, strategies as st

from contracts.reporting import Timeliness
from services.reporting.domain.drafts import imported_content
from services.reporting.domain.paper import ENDED
from services.reporting.domain.submissions import Receipt, Submission, SubmissionState
from services.reporting.service.ended import EndedDesk, _compiled, _told

FIRST, LAST = date(2025, 11, 1), date(2026, 10, 31)
OPENS, CLOSES = date(2026, 10, 1), date(2026, 12, 5)
UNITS = "abcde"
KEY = "PET_IN.KN"


@dataclass
class Province:
    """A few agencies that count one thing each, end and send; the desk under test reads them."""

    ends: dict[str, date]
    heirs: dict[str, tuple[str, ...]]
    today: date = OPENS
    drafts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    versions: list[Submission] = field(default_factory=list)

    @property
    def desk(self) -> EndedDesk:
        campaign = SimpleNamespace(window_from=FIRST, window_to=LAST, closed_on=None, year=2026)
        memory: Any = SimpleNamespace(
            campaigns=SimpleNamespace(find=lambda _: campaign),
            submissions=SimpleNamespace(standing=self.standing, accepted_of=self.compiled),
        )
        store: Any = SimpleNamespace(clock=SimpleNamespace(today=lambda: self.today))
        return EndedDesk(store, memory, SimpleNamespace(row=self.row), self.counted)  # type: ignore[arg-type]

    def row(self, agency: str) -> dict[str, Any]:
        until = self.ends.get(agency)
        successors = list(self.heirs.get(agency, ()))
        return {
            "name": agency,
            "until": until.isoformat() if until else None,
            "successors": successors,
        }

    def counted(self, *, agency: str | None, first: date, last: date) -> dict[str, dict[str, int]]:
        return {one: {KEY: 1} for one in UNITS}

    def newest(self) -> dict[str, Submission]:
        return {one.agency: one for one in self.versions}

    def standing(self, year: int, agencies: Any) -> list[Submission]:
        found = (self.newest().get(one) for one in agencies)
        return [one for one in found if one and one.state is not SubmissionState.RETURNED]

    def compiled(self, agency: str, year: int) -> Submission | None:
        return self.newest().get(ENDED)

    def works(self, agency: str) -> bool:
        until = self.ends.get(agency)
        return until is None or self.today <= until

    # --- what is done -------------------------------------------------------------------------------

    def draft(self, agency: str) -> None:
        """Freeze the figures, if a report may be written now."""
        last = self.newest().get(agency)
        if self.works(agency) and (last is None or last.state is SubmissionState.RETURNED):
            joined = self.desk.predecessors(agency, FIRST, LAST)
            self.drafts[agency] = tuple(one.agency for one in joined)

    def send(self, agency: str) -> None:
        """Send what was frozen, perhaps long ago."""
        last = self.newest().get(agency)
        if not self.works(agency) or (last and last.state is not SubmissionState.RETURNED):
            return
        if agency in self.drafts:
            joined = self.drafts[agency]
            content = imported_content(2026, agency, {KEY: 1 + len(joined)}, window=(FIRST, LAST))
            receipt = Receipt(Timeliness.ON_TIME, 0)
            made = Submission.receive(
                {**content, "joined": list(joined)}, id_="", agency=agency, campaign="c", year=2026, number=1, on=self.today, receipt=receipt,
            )  # fmt: skip
            self.versions.append(made)

    def give_back(self, agency: str) -> None:
        last = self.newest().get(agency)
        if last and agency != ENDED:
            last.state = SubmissionState.RETURNED

    def compile(self) -> None:
        units = self.desk.unclaimed(FIRST, LAST)
        before = self.compiled(ENDED, 2026)
        if units:
            kept = before.said["units"] if before else []
            every = [*kept, *map(_told, units)]
            self.versions.append(
                _compiled(2026, every, window=(FIRST, LAST), number=1, on=self.today)
            )

    def places(self) -> dict[str, int]:
        """In how many reports that stand each agency's figures are."""
        found = dict.fromkeys(UNITS, 0)
        for sent in self.standing(2026, [*UNITS, ENDED]):
            told = (
                [one["unit"] for one in sent.said["units"]]
                if sent.agency == ENDED
                else [sent.agency, *sent.said["joined"]]
            )
            for one in told:
                found[one] += 1
            assert sum(sent.figures.values()) == len(told)
        return found


@st.composite
def provinces(draw: st.DrawFn) -> Province:
    """Some agencies end, on any day until the last one; each passes on whole to a later one, is divided, or dissolved."""
    ends: dict[str, date] = {}
    heirs: dict[str, tuple[str, ...]] = {}
    for at, one in enumerate(UNITS[:-1]):
        if draw(st.booleans()):
            ends[one] = FIRST + timedelta(days=draw(st.integers(200, 390)))
            later = list(UNITS[at + 1 :])
            heirs[one] = tuple(draw(st.lists(st.sampled_from(later), max_size=2, unique=True)))
    return Province(ends, heirs)


ACTS = st.tuples(
    st.sampled_from(["draft", "send", "give_back", "compile"]),
    st.sampled_from(UNITS),
    st.integers(0, 9),
)


@settings(max_examples=300, deadline=None)
@given(province=provinces(), acts=st.lists(ACTS, max_size=40))
def test_each_ended_unit_is_told_at_most_once_at_any_time_and_once_at_the_end(
    province: Province, acts: list[tuple[str, str, int]]
):
    for name, agency, days in acts:
        province.today = min(province.today + timedelta(days=days), CLOSES)
        if name == "compile":
            province.compile()
        else:
            getattr(province, name)(agency)
        assert max(province.places().values()) <= 1, (name, agency)

    province.today = CLOSES
    for one in UNITS:
        if province.works(one):
            province.draft(one)
            province.send(one)
    province.compile()
    assert set(province.places().values()) == {1}
