"""The province's figures: sums, means of percents half up, sources; and the words made of them."""

from datetime import date

import pytest

from contracts.reporting import Timeliness
from law.defaults import shipped_packs, shipped_register
from law.report import report_due, reporting_period
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.composing import Accounts, Agency, paper_of
from services.reporting.domain.prose import compared
from services.reporting.domain.province import frozen, source, thawed, total
from services.reporting.domain.submissions import Receipt, Submission, digest

PACKS, CALENDAR = shipped_packs(), shipped_register().latest()


def a_report(agency: str, year: int = 2026, /, *, by: str = "AUTO", **figures: int) -> Submission:
    lines = {key.replace("__", "."): {"value": n, "source": by} for key, n in figures.items()}
    report = Submission.receive(
        {"figures": lines},
        id_=f"{agency}{year}",
        agency=agency,
        campaign="c",
        year=year,
        number=1,
        on=date(year, 11, 12),
        receipt=Receipt(Timeliness.ON_TIME, 0),
    )
    report.accept(on=date(year, 11, 13))
    return report


@pytest.mark.parametrize(
    ("given", "mean"), [((90, 91), 91), ((90, 90, 91), 90), ((0,), 0), ((), None)]
)
def test_a_percent_of_the_province_is_the_mean_of_those_who_gave_one(given, mean):
    reports = [a_report(str(n), SATISFACTION=one) for n, one in enumerate(given)]

    assert total("SATISFACTION", [*reports, a_report("x", TTHC_TOTAL=3)]) == mean


def test_other_figures_are_sums_and_tell_where_they_come_from():
    reports = [a_report("a", PET_IN__KN=3), a_report("b", by="MANUAL", PET_IN__KN=4)]

    assert total("PET_IN.KN", reports) == 7
    assert source("PET_IN.KN", reports) == "MIXED"
    assert source("TTHC_TOTAL", reports) == "MANUAL"


def test_a_content_has_one_written_form_and_one_digest():
    one, other = (
        a_report("a", PET_IN__KN=1, TTHC_TOTAL=2),
        a_report("a", TTHC_TOTAL=2, PET_IN__KN=1),
    )

    assert one.sha256 == other.sha256 == digest(one.content)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (12, 10, " (tăng 20% so với cùng kỳ)"),
        (1125, 1000, " (tăng 12,5% so với cùng kỳ)"),
        (9, 10, " (giảm 10% so với cùng kỳ)"),
        (5, 0, " (tăng 5 so với cùng kỳ)"),
        (5, 5, " (bằng cùng kỳ năm trước)"),
        (5, None, ""),
    ],
)
def test_figures_stand_beside_last_years(now, before, words):
    assert compared(now, before) == words


def test_a_paper_has_every_section_figure_and_agency_and_thaws_as_it_was_frozen():
    campaign = Campaign.open(
        2026,
        id_="c",
        agency="snv",
        on=date(2026, 10, 1),
        due=report_due(2026, calendar=CALENDAR, packs=PACKS),
        period=reporting_period(2026, packs=PACKS),
        expected=["a", "b"],
    )
    paper = paper_of(
        Accounts(
            campaign=campaign,
            agencies=(Agency(id="a", name="Sở A", kind=""), Agency(id="b", name="Sở B", kind="")),
            latest={"a": a_report("a", PET_IN__KN=1250, DIALOGUE_COUNT=6, SATISFACTION=91)},
            before={"a": a_report("a", 2025, PET_IN__KN=1000, DIALOGUE_COUNT=8)},
            today=date(2026, 11, 25),
            sample=True,
            law_version="1",
        ),
        packs=PACKS,
    )

    assert [one.code for one in paper.sections] == [one.code for one in PACKS.report.sections]
    assert all(one.paragraphs for one in paper.sections)
    assert len(paper.figures) == 119
    assert [one.status for one in paper.agencies] == ["ACCEPTED", "OVERDUE"]
    reception = next(one for one in paper.sections if one.code == "RECEPTION")
    assert any(
        "Tiếp nhận 1.250 đơn (tăng 25% so với cùng kỳ)" in one for one in reception.paragraphs
    )
    assert thawed(frozen(paper)) == paper
