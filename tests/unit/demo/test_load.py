"""The loader sends each batch on its day, writes down what was accepted, and never sends a thing twice."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.load import Loading, catching_up, load
from demo.load.ledger import Ledger
from demo.load.own import on_their_own
from demo.load.problems import Stopped
from demo.load.workbook import HEAD, REFERENCE, line
from demo.year import Size, Year, make_year
from tests.unit.demo.desk import Desk


@pytest.fixture(scope="module")
def year() -> Year:
    return make_year(
        Size.asked(agencies=13, petitions=150, sessions=40, tasks=26, consultations=20)
    )


def _load(year: Year, desk: Desk, folder: Path) -> Ledger:
    ledger = Ledger(folder / "ledger.jsonl")
    ledger_and_clock = {"ledger": ledger, "clock": folder / "clock"}
    load(year, Loading(portal=desk, **ledger_and_clock))
    return ledger


@pytest.fixture(scope="module", autouse=True)
def at_once() -> Iterator[None]:
    """The desk counts at once; what came by workbook it does not see, so that is not waited for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catching_up, "PAUSE", 0.0)
        for act in ("register_petition", "decide_petition"):
            patch.delitem(catching_up.MARKERS, act)
        yield


@pytest.fixture(scope="module")
def whole() -> Desk:
    return Desk()


@pytest.fixture(scope="module")
def loaded(year: Year, whole: Desk, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return _load(year, whole, tmp_path_factory.mktemp("whole"))


def test_everything_made_is_sent_and_stands_in_the_ledger(year: Year, loaded: Ledger):
    entered = sum(len(one["rows"]) for one in loaded.lines if one["line"] == "rows")
    steps = [one["act"] for one in loaded.lines if one["line"] == "step"]
    assert entered == sum(len(entries) for entries in year.entries.values())
    assert len(steps) == len(year.campaign)
    assert steps[-1] == "issue"
    assert len([one for one in loaded.lines if one["line"] == "agency"]) == 151


def test_the_clock_ends_on_the_day_of_the_issue(loaded: Ledger):
    assert (loaded.path.parent / "clock").read_text() == "2026-12-01T15:00:00"


def test_a_second_run_sends_nothing(year: Year, loaded: Ledger):
    again = Desk()
    _load(year, again, loaded.path.parent)

    assert again.asked == []


def test_a_run_that_broke_goes_on_where_it_was(
    year: Year, whole: Desk, loaded: Ledger, tmp_path: Path
):
    broken, rest = Desk(break_after=300), Desk()
    with pytest.raises(ConnectionError):
        _load(year, broken, tmp_path)
    rest.counted, rest.reports = broken.counted, broken.reports
    ledger = _load(year, rest, tmp_path)

    assert ledger.keys == loaded.keys
    assert len(rest.asked) < len(whole.asked)


def test_a_refused_row_stops_the_load_with_its_title(year: Year, tmp_path: Path):
    with pytest.raises(Stopped, match=r"hold_session s\d+: Sai\."):
        _load(year, Desk(refuse="hold_session"), tmp_path)


def test_the_ledger_holds_no_words_and_no_names(year: Year, loaded: Ledger):
    text = loaded.path.read_text(encoding="utf-8")
    names = {
        entry.row["petitioner"]["name"]
        for entries in year.entries.values()
        for entry in entries
        if entry.row.get("petitioner")
    }

    assert not [name for name in names if json.dumps(name, ensure_ascii=False) in text]
    assert '"petitioner"' not in text
    assert '"summary"' not in text


def test_the_blocked_report_is_sent_with_the_heads_reason(loaded: Ledger):
    blocked = [one["key"] for one in loaded.lines if one.get("blocked")]

    assert len(blocked) == 2
    assert all(key.split("/")[1] == "submit_report" for key in blocked)


def test_only_dialogues_of_late_autumn_are_loud(year: Year):
    loud = [row["act"] for batch in year.batches if not batch.quiet for row in batch.rows]

    assert set(loud) <= {"announce_dialogue"}


def test_a_petition_is_one_line_of_the_workbook(year: Year):
    petition = year.workbooks[0].petitions[0]
    told = line(petition)

    assert set(told) == set(HEAD)
    assert told[REFERENCE] == petition[0]["client_ref"]
    assert told["Ngày nhận"][2] == "/"


def test_a_commune_on_its_own_enters_at_its_own_portal(year: Year, tmp_path: Path):
    """What it enters goes there; its report is written at the province like everybody's."""
    (uar,) = on_their_own(year, 2)
    province, own = Desk(), Desk()
    province.counted = own.counted  # the line brings its figures to the province
    given = {"ledger": Ledger(tmp_path / "ledger.jsonl"), "clock": tmp_path / "clock"}

    load(year, Loading(portal=province, own={uar.id: own}, **given))

    def entered(desk: Desk) -> set[str]:
        return {by for _, path, by, _ in desk.asked if path.endswith(("/acts", "/import"))}

    assert uar.is_commune
    assert entered(own) == {f"phan-mem.{uar.slug}"}
    assert f"phan-mem.{uar.slug}" not in entered(province)
    assert any(by == f"thu-truong.{uar.slug}" for _, _, by, _ in province.asked)
    assert {path for _, path, _, _ in own.asked if "reporting" in path} == set()


def test_more_sites_than_communes_of_the_story_are_refused(year: Year):
    with pytest.raises(Stopped):
        list(on_their_own(year, 7))
