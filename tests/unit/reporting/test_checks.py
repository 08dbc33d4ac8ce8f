"""What looks wrong in a report: identities, jumps, texts that differ from tables, texts of somebody else."""

import pytest
from hypothesis import given, strategies as st

from services.reporting.domain.checks import WITHIN, Said, Severity, copied, findings
from services.reporting.domain.figures import BY_KEY

TITLES = {key: key for key in BY_KEY}
UNITS = dict.fromkeys(BY_KEY, "đơn") | {"DIALOGUE_COUNT": "cuộc", "MEDIA_ARTICLES": "tin, bài"}
LONG = (
    "Cơ quan đã tổ chức đối thoại với Nhân dân tại các thôn, làng và ghi nhận đầy đủ ý kiến. " * 3
)


def looked_at(figures, sections=None, before=None):
    said = Said(figures=figures, sections=sections or {}, titles=TITLES, units=UNITS)
    return findings(said, before or {})


def rules(found):
    return [(one.rule, one.where, one.severity) for one in found]


def test_more_settled_than_competent_cannot_be_true():
    found = looked_at({"PET_COMPETENT.KN": 7, "PET_SETTLED.KN": 8})

    assert rules(found) == [("WITHIN", "PET_SETTLED.KN", Severity.ERROR)]
    assert "(8)" in found[0].text
    assert "(7)" in found[0].text


def test_matters_carried_over_may_be_settled_too():
    assert not looked_at({"PET_COMPETENT.KN": 7, "PET_CARRIED.KN": 1, "PET_SETTLED.KN": 8})


def test_a_figure_nobody_told_is_compared_with_nothing():
    assert not looked_at({"PET_SETTLED.KN": 8})
    assert not looked_at({"TASK_TOTAL": 3})


@given(st.dictionaries(st.sampled_from(sorted(BY_KEY)), st.integers(0, 50)))
def test_an_error_of_sums_is_found_exactly_where_a_part_is_more_than_its_whole(figures):
    found = {one.where for one in looked_at(figures) if one.rule == "WITHIN"}

    broken = {
        parts[0]
        for parts, wholes in WITHIN
        if parts[0] in figures
        and any(one in figures for one in wholes)
        and sum(figures.get(one, 0) for one in parts) > sum(figures.get(one, 0) for one in wholes)
    }
    assert found == broken


def test_people_without_a_session_and_tasks_without_a_plan_are_found():
    found = looked_at({"TRAIN_ATTENDEES": 9, "TRAIN_CLASSES": 0, "TASK_TOTAL": 2, "PLAN_ISSUED": 0})

    assert rules(found) == [
        ("NEEDS", "TRAIN_ATTENDEES", Severity.ERROR),
        ("NEEDS", "TASK_TOTAL", Severity.WARNING),
    ]


@pytest.mark.parametrize(
    ("now", "before", "told"), [(60, 20, True), (59, 20, False), (0, 20, True), (6, 2, False)]
)
def test_a_figure_three_times_last_years_is_to_be_explained(now, before, told):
    found = looked_at({"MEDIA_ARTICLES": now}, before={"MEDIA_ARTICLES": before})

    assert [one.rule for one in found] == (["LEAP"] if told else [])


def test_more_carried_over_than_ever_came_in_is_found():
    found = looked_at({"PET_CARRIED.TC": 5}, before={"PET_IN.TC": 3, "PET_CARRIED.TC": 1})

    assert rules(found) == [("CARRIED", "PET_CARRIED.TC", Severity.WARNING)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Đã tổ chức 5 cuộc đối thoại.", False),
        ("Năm trước 4 cuộc, năm nay 5 cuộc.", False),
        ("Đã tổ chức 6 cuộc đối thoại.", True),
        ("Đã tổ chức 1.005 cuộc.", True),
        ("Tại 3 đơn vị có đối thoại.", False),
        ("Theo Kế hoạch 6/KH-UBND, dự 30 người.", False),
    ],
)
def test_a_count_in_the_text_must_be_in_the_table(text, told):
    found = looked_at(
        {"DIALOGUE_COUNT": 5, "CONTRIBUTIONS": 1}, {"DIALOGUE": text}, {"DIALOGUE_COUNT": 4}
    )

    assert [one.rule for one in found] == (["TEXT"] if told else [])


def test_a_section_that_says_what_another_agency_says_is_flagged_with_whose_it_is():
    others = {"near": {"DIALOGUE": LONG.replace("thôn", "buôn")}, "far": {"DIALOGUE": "x" * 260}}

    found = copied({"DIALOGUE": LONG, "MEDIA": "Ngắn."}, others, titles={})

    assert [(one.where, one.like) for one in found] == [("DIALOGUE", "near")]
    assert not copied({"DIALOGUE": LONG}, {"near": {"MEDIA": LONG}}, titles={})
    assert not copied({"DIALOGUE": "Đã làm tốt."}, {"near": {"DIALOGUE": "Đã làm tốt."}}, titles={})
