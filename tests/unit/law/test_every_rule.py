"""Every rule by name: one date each, computed by hand or by the slow oracle, never by `law`."""

from datetime import date

import pytest

from law.packs.rules import Shape

D = date.fromisoformat

# rule, start (or the event it leads up to), nominal, effective
DATES = [
    ("R-01", "2026-02-11", "2026-03-04", "2026-03-04"),
    ("R-02", "2026-08-19", "2026-09-04", "2026-09-04"),
    ("R-03", "2025-12-29", "2026-01-07", "2026-01-07"),
    ("R-04", "2026-04-21", "2027-04-21", "2027-04-21"),
    ("R-05", "2026-10-05", "2026-10-12", "2026-10-12"),
    ("R-06", "2026-10-15", "2026-10-22", "2026-10-22"),
    ("R-07", "2026-10-01", "2026-10-31", "2026-11-02"),
    ("F-01", "2026-02-11", "2026-03-11", "2026-03-11"),
    ("F-02", "2026-08-19", "2026-08-25", "2026-08-25"),
    ("I-01", "2025-12-29", "2026-01-05", "2026-01-05"),
    ("I-02", "2026-04-21", "2026-05-06", "2026-05-06"),
    ("I-02a", "2026-10-05", "2026-10-08", "2026-10-08"),
    ("C-01", "2026-02-11", "2026-02-21", "2026-02-23"),
    ("C-02", "2026-08-19", "2026-09-18", "2026-09-18"),
    ("C-03", "2025-12-29", "2026-02-12", "2026-02-12"),
    ("C-04", "2026-04-21", "2026-06-05", "2026-06-05"),
    ("C-05", "2026-10-05", "2026-12-04", "2026-12-04"),
    ("C-06", "2026-02-11", "2026-02-23", "2026-02-23"),
    ("C-07", "2026-08-19", "2026-09-18", "2026-09-18"),
    ("C-08", "2025-12-29", "2026-01-08", "2026-01-08"),
    ("C-09", "2026-04-21", "2026-06-05", "2026-06-05"),
    ("C-10", "2026-10-05", "2026-12-04", "2026-12-04"),
    ("C-11", "2026-02-11", "2026-02-18", "2026-02-23"),
    ("C-12", "2026-08-19", "2026-09-03", "2026-09-03"),
    ("C-13", "2025-12-29", "2026-01-28", "2026-01-28"),
    ("C-14", "2026-04-21", "2026-05-21", "2026-05-21"),
    ("C-15", "2026-10-05", "2026-11-04", "2026-11-04"),
    ("H-01", "2026-02-11", "2026-05-12", "2026-05-12"),
    ("H-02", "2026-08-19", "2026-09-03", "2026-09-03"),
    ("H-03", "2025-12-29", "2026-01-08", "2026-01-08"),
    ("D-01", "2026-04-21", "2026-05-05", "2026-05-05"),
    ("D-02", "2026-10-05", "2026-10-19", "2026-10-19"),
    ("D-03", "2026-02-11", "2026-02-25", "2026-02-25"),
    ("D-04", "2026-08-19", "2026-08-25", "2026-08-25"),
    ("D-05", "2025-12-29", "2026-01-07", "2026-01-07"),
    ("D-06", "2026-04-21", "2026-05-21", "2026-05-21"),
    ("D-07", "2026-10-05", "2026-11-04", "2026-11-04"),
    ("D-08", "2026-02-11", "2026-03-13", "2026-03-13"),
    ("D-09", "2026-08-19", "2026-08-25", "2026-08-25"),
    ("D-10", "2025-12-29", "2026-01-09", "2026-01-09"),
    ("D-11", "2026-04-21", "2026-05-05", "2026-05-05"),
    ("D-11a", "2026-10-05", "2026-10-20", "2026-10-20"),
    ("D-12", "2026-02-11", "2026-03-03", "2026-03-03"),
    ("P-01", "2026-08-19", "2026-08-12", "2026-08-12"),
    ("T-01", "2025-12-29", "2025-12-22", "2025-12-22"),
    ("T-02", "2026-04-21", "2026-05-01", "2026-05-04"),
    ("G-01", "2026-10-05", "2026-10-12", "2026-10-12"),
    ("G-02", "2026-02-11", "2026-02-14", "2026-02-14"),
    ("G-03", "2026-08-19", "2026-09-08", "2026-09-08"),
    ("G-04", "2025-12-29", "2026-01-28", "2026-01-28"),
    ("G-05", "2026-04-21", "2026-05-08", "2026-05-08"),
    ("G-06", "2026-10-05", "2029-10-05", "2029-10-05"),
    ("G-07", "2026-02-11", "2026-02-25", "2026-02-25"),
    ("G-08", "2026-08-19", "2026-09-08", "2026-09-08"),
    ("G-09", "2025-12-29", "2026-01-20", "2026-01-20"),
    ("M-01", "2026-04-21", "2026-04-06", "2026-04-06"),
    ("M-02", "2026-10-05", "2026-10-26", "2026-10-26"),
    ("M-03", "2026-02-11", "2026-01-27", "2026-01-27"),
    ("M-04", "2026-08-19", "2026-08-14", "2026-08-14"),
    ("M-05", "2025-12-29", "2026-01-20", "2026-01-20"),
    ("M-06", "2026-04-21", "2026-05-15", "2026-05-15"),
    ("L-01", "2026-10-05", "2026-07-07", "2026-07-07"),
    ("L-02", "2026-02-11", "2025-08-15", "2025-08-15"),
    ("L-03", "2026-08-19", "2027-08-19", "2027-08-19"),
    ("L-04", "2025-12-29", "2026-01-13", "2026-01-13"),
    ("L-05", "2026-04-21", "2026-05-01", "2026-05-04"),
    ("L-06", "2026-10-05", "2026-11-04", "2026-11-04"),
    ("L-07", "2026-02-11", "2026-04-12", "2026-04-13"),
    ("B-01", "2026-08-19", "2026-08-22", "2026-08-22"),
]


@pytest.mark.parametrize(("rule", "start", "nominal", "effective"), DATES)
def test_each_rule_gives_its_date(ask, rule, start, nominal, effective):
    found = ask(rule, start)

    assert (found.rule, found.nominal, found.effective) == (rule, D(nominal), D(effective))


def test_no_rule_is_without_its_date_here(packs):
    assert {rule for rule, *_ in DATES} == set(packs.rules)


def test_every_rule_names_a_known_instrument_an_article_a_tag_and_since_when(packs):
    for rule in packs.rules.values():
        for version in rule.versions:
            assert version.instrument in packs.instruments, rule.id
            assert version.article, rule.id
            assert version.tag, rule.id
            assert version.since, rule.id
            assert version.limits[-1].when == {}, rule.id


def test_the_versions_of_a_rule_follow_each_other_without_gap_or_overlap(packs):
    for rule in packs.rules.values():
        for earlier, later in zip(rule.versions, rule.versions[1:], strict=False):
            assert earlier.until is not None, rule.id
            assert (later.since - earlier.until).days == 1, rule.id
            assert later.version == earlier.version + 1, rule.id


def test_what_comes_before_an_event_and_what_must_last_is_never_rolled(packs):
    shapes = {Shape.BEFORE, Shape.MINIMUM}
    rolled = [
        rule.id
        for rule in packs.rules.values()
        for version in rule.versions
        if version.shape in shapes and version.rolls
    ]
    assert rolled == []


@pytest.mark.parametrize(
    ("rule", "facts", "applies", "days"),
    [
        ("C-02", {"remote": True}, "C-04", 45),
        ("C-02", {"complex": True}, "C-03", 45),
        ("C-03", {"remote": True}, "C-05", 60),
        ("C-04", {"complex": True}, "C-05", 60),
        ("C-05", {}, "C-05", 60),
        ("C-07", {"remote": True}, "C-07", 45),
        ("C-09", {}, "C-09", 45),
        ("C-09", {"complex": True}, "C-09", 60),
        ("C-09", {"remote": True}, "C-10", 60),
        ("C-10", {"complex": True}, "C-10", 70),
        ("C-13", {"remote": True}, "C-13", 45),
        ("C-14", {"remote": True}, "C-14", 45),
        ("C-15", {"complex": True}, "C-15", 45),
        ("D-06", {"criteria": ("a",)}, "D-07", 30),
        ("D-06", {"criteria": ("a", "đ")}, "D-08", 30),
        ("D-07", {"criteria": ("a", "b", "g")}, "D-08", 30),
    ],
)
def test_rows_that_differ_by_facts_are_one_family(ask, rule, facts, applies, days):
    found = ask(rule, "2026-03-02", **facts)

    assert found.rule == applies
    assert (found.nominal - D("2026-03-02")).days == days


@pytest.mark.parametrize(("rule", "facts"), [("D-01", {"several_places": True}), ("D-02", {})])
def test_checks_in_several_places_give_ten_working_days(ask, rule, facts):
    assert ask(rule, "2026-02-11", **facts)[0:4:3] == ("D-02", D("2026-03-04"))


def test_a_year_from_a_leap_day_ends_on_the_last_of_february(ask):
    assert ask("R-04", "2028-02-29").nominal == D("2029-02-28")
