"""Readiness is told by its parts, and what is done more never makes a report less ready."""

from datetime import date

from hypothesis import given, strategies as st

from contracts.reporting import Timeliness
from law.defaults import shipped_packs
from services.reporting.domain.boards import Course
from services.reporting.domain.checks import Finding, Severity
from services.reporting.domain.drafts import Draft
from services.reporting.domain.figures import BY_KEY, MANUAL_KEYS
from services.reporting.domain.readiness import Filled, Past, Readiness, Step, past_of, readiness
from services.reporting.domain.signing_off import GivenBack, Presented, SignOff

PACKS = shipped_packs()
REQUIRED = [one.code for one in PACKS.report.sections if one.required]
AT = "2026-10-10T09:00:00+07:00"
WRONG = Finding(severity=Severity.ERROR, rule="WITHIN", where="x", text="")
ODD = Finding(severity=Severity.WARNING, rule="LEAP", where="x", text="")


def draft(**more: object) -> Draft:
    return Draft(id="d", agency="a", campaign="c", year=2026, **more)  # type: ignore[arg-type]


def ready(one: Draft | None, *findings: Finding, past: dict[int, Past] | None = None) -> Readiness:
    return readiness(one, findings, past or {}, packs=PACKS)


def test_of_a_report_that_was_not_begun_everything_is_still_to_be_done():
    found = ready(None)

    places = sum(not one.by_law for one in BY_KEY.values())
    assert (found.step, found.figures, found.sections, found.filled) == (
        Step.NOT_BEGUN,
        Filled(0, places),
        Filled(0, len(REQUIRED)),
        0,
    )


def test_each_part_says_what_it_counts():
    sections = {REQUIRED[0]: "Đã làm.", "MEDIA": "Không bắt buộc."}
    one = draft(entered={MANUAL_KEYS[0]: 3}, sections=sections)

    found = ready(one, WRONG, ODD, ODD, past={2025: Past.LATE})

    assert (found.figures.done, found.sections) == (1, Filled(1, len(REQUIRED)))
    assert (found.errors, found.warnings, found.late_before) == (1, 2, 1)
    assert found.lacks == len(one.lacks(packs=PACKS))


def test_the_step_is_the_one_the_approval_is_at():
    given_back = GivenBack(role="AGENCY_HEAD", at=AT, word="Sửa")
    steps = {
        Step.WRITING: draft(),
        Step.GIVEN_BACK: draft(given_back=given_back),
        Step.PRESENTED: draft(presented=Presented(by="u", at=AT)),
        Step.SIGNED: draft(signed=SignOff(by="u", role="AGENCY_HEAD", at=AT)),
    }

    assert {ready(one).step: one for one in steps.values()} == steps
    orders = [ready(one).order for one in (None, *steps.values())]
    assert orders == sorted(orders)


@given(st.sets(st.sampled_from(MANUAL_KEYS)), st.sets(st.sampled_from(REQUIRED)), st.data())
def test_filling_in_more_never_makes_it_less_ready(keys, codes, data: st.DataObject):
    more_keys = keys | data.draw(st.sets(st.sampled_from(MANUAL_KEYS), max_size=3))
    less = ready(draft(entered=dict.fromkeys(keys, 1), sections=dict.fromkeys(codes, "x")))
    more = ready(draft(entered=dict.fromkeys(more_keys, 1), sections=dict.fromkeys(REQUIRED, "x")))

    assert less.order <= more.order
    assert 0 <= (less.filled or 0) <= (more.filled or 0) <= 1000


def test_what_is_wrong_or_was_late_comes_first_of_equals():
    clean = ready(draft())

    assert ready(draft(), WRONG).order < ready(draft(), ODD).order < clean.order
    assert ready(draft(), past={2025: Past.NOT_SENT}).order < clean.order
    assert ready(draft(), past={2025: Past.IN_TIME}).order == clean.order


def test_an_earlier_year_is_known_by_its_last_version_and_by_who_sent_none():
    def course(agency: str, number: int, timeliness: Timeliness) -> Course:
        on = date(2025, 11, number)
        return Course(agency=agency, number=number, submitted_on=on, timeliness=timeliness)

    courses = [
        course("a", 2, Timeliness.LATE_CORRECTION),
        course("a", 1, Timeliness.ON_TIME),
        course("b", 1, Timeliness.ON_TIME),
    ]

    assert past_of(courses, ("a", "b", "c")) == {
        "a": Past.LATE,
        "b": Past.IN_TIME,
        "c": Past.NOT_SENT,
    }
    assert past_of([], ()) == {}
