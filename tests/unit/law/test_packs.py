"""Packs as values: strict reading, versions, hashes, the duty catalogue, the instruments."""

import dataclasses
from collections import Counter
from datetime import date

import pytest

from law.deadlines import Facts, due
from law.defaults import PACKS
from law.packs.instruments import Status
from law.packs.pack import pack_from
from law.packs.packs import Incomplete, Packs
from law.schema import WrongFile

A_VERSION = {
    "version": 1,
    "since": date(2020, 1, 1),
    "instrument": "X",
    "article": "Điều 1",
    "tag": "K",
    "unit": "WORKING_DAY",
    "limits": [{"amount": 5}],
}


def a_pack(**told):
    rule = {"id": "X-01", "title": "Một quy tắc", "start": "RECEIVED", "versions": [A_VERSION]}
    return {"pack": "x", "version": "1", "title": "X", "rules": [rule], **told}


def test_a_pack_is_read_with_a_hash_of_its_content(packs):
    read = pack_from(a_pack(), file="x.yaml")

    assert read.rules[0].versions[0].limits[0].amount == 5
    assert read.hash == pack_from(a_pack(), file="other.yaml").hash
    assert read.hash != pack_from(a_pack(version="2"), file="x.yaml").hash
    assert {pack.pack for pack in packs.packs} == set(PACKS)
    assert all(pack.hash and pack.version for pack in packs.packs)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rulez": []},
        {"version": None},
        {"rules": [{"id": "X-01", "title": "t", "start": "SOMETIME", "versions": [A_VERSION]}]},
        {
            "rules": [
                {
                    "id": "X",
                    "title": "t",
                    "start": "RECEIVED",
                    "versions": [{**A_VERSION, "unit": "MOON"}],
                }
            ]
        },
        {
            "rules": [
                {
                    "id": "X",
                    "title": "t",
                    "start": "RECEIVED",
                    "versions": [{**A_VERSION, "days": 5}],
                }
            ]
        },
        {"rules": [{"id": "X", "title": "t", "start": "RECEIVED"}]},
    ],
)
def test_an_unknown_or_missing_word_is_refused_with_the_files_name(wrong):
    with pytest.raises(WrongFile) as refused:
        pack_from(a_pack(**wrong), file="x.yaml")
    assert "x.yaml" in refused.value.detail


def test_two_packs_do_not_claim_one_rule(packs):
    version = {**A_VERSION, "instrument": "LKN-2011"}
    rule = {"id": "C-02", "title": "Một quy tắc", "start": "RECEIVED", "versions": [version]}

    with pytest.raises(Incomplete) as refused:
        Packs.of((*packs.packs, pack_from(a_pack(rules=[rule]), file="x.yaml")))
    assert "C-02 có hai lần" in refused.value.detail


def test_packs_without_a_needed_part_do_not_make_a_whole(packs):
    with pytest.raises(Incomplete):
        Packs.of(pack for pack in packs.packs if pack.pack != "report")


@pytest.mark.parametrize(
    "version",
    [
        {**A_VERSION, "instrument": "NOWHERE"},
        {**A_VERSION, "instrument": "LKN-2011", "pauses": "holidays"},
        {**A_VERSION, "instrument": "LKN-2011", "limits": []},
        {
            **A_VERSION,
            "instrument": "LKN-2011",
            "limits": [{"amount": 5, "when": {"remote": True}}],
        },
    ],
)
def test_a_rule_that_points_at_nothing_or_leaves_a_case_open_is_refused(packs, version):
    rule = {"id": "X-01", "title": "Một quy tắc", "start": "RECEIVED", "versions": [version]}

    with pytest.raises(Incomplete) as refused:
        Packs.of((*packs.packs, pack_from(a_pack(rules=[rule]), file="x.yaml")))
    assert "X-01" in refused.value.detail


def test_a_site_may_work_with_a_changed_value_without_a_change_of_code(packs, calendar):
    feedback = next(pack for pack in packs.packs if pack.pack == "receiving")
    rule = next(one for one in feedback.rules if one.id == "F-01")
    version = dataclasses.replace(
        rule.versions[0], limits=(dataclasses.replace(rule.versions[0].limits[0], amount=20),)
    )
    rules = tuple(
        dataclasses.replace(one, versions=(version,)) if one is rule else one
        for one in feedback.rules
    )
    changed = dataclasses.replace(feedback, rules=rules, version="province-1", hash="province-1")
    ours = Packs.of(changed if pack is feedback else pack for pack in packs.packs)

    start = Facts(start=date(2026, 3, 2))
    assert due("F-01", start, calendar, packs).effective == date(2026, 3, 23)
    assert due("F-01", start, calendar, ours).effective == date(2026, 3, 30)
    assert ours.hash != packs.hash


def test_an_office_may_treat_the_nominal_date_as_the_last(packs, calendar):
    strict = dataclasses.replace(packs, counting=dataclasses.replace(packs.counting, rolls=False))

    assert due("C-02", Facts(start=date(2026, 1, 20)), calendar, strict).effective == date(
        2026, 2, 19
    )


def test_the_directive_has_58_duties_in_nine_points_four_of_them_hard(packs):
    points = Counter(duty.point for duty in packs.duties.values())

    assert [points[point] for point in range(1, 10)] == [6, 11, 3, 5, 12, 6, 5, 4, 6]
    assert {duty.id for duty in packs.duties.values() if duty.hard} == {
        "D2.10",
        "D3.3",
        "D4.2",
        "D9.3",
    }
    assert {duty.id for duty in packs.duties.values() if not duty.active} == {"D1.3"}


def test_every_figure_is_fed_by_a_duty_and_every_duty_feeds_known_figures(packs):
    fed = {code for duty in packs.duties.values() for code in duty.indicators}

    assert fed == set(packs.indicators)


def test_duties_with_figures_name_them(packs):
    counted = [duty for duty in packs.duties.values() if {"N", "R"} & set(duty.kinds)]

    assert [duty.id for duty in counted if not duty.indicators] == []


def test_the_nineteen_instruments_of_the_directive_are_listed_with_their_status(packs):
    named = {one.directive: one for one in packs.instruments.values() if one.directive}

    assert sorted(named) == list(range(1, 20))
    assert named[1].status is Status.SUPERSEDED
    assert named[14].amended_by == ("LUẬT-136-2025",)


def test_instruments_of_the_former_province_say_where_they_hold(packs):
    former = [
        one for one in packs.instruments.values() if "Gia Lai" in one.issuer and one.directive
    ]

    assert {one.id for one in former if not one.scope} <= {"QĐ-602-2021"}


def test_everything_that_cites_cites_a_known_instrument(packs):
    parts = [
        *packs.pauses,
        *packs.postings,
        *packs.votes.values(),
        *(cadence for office in packs.offices.values() for cadence in office.cadences),
        packs.counting,
        packs.checklist,
        packs.common_day,
        packs.quorum,
        packs.conference,
        packs.report,
    ]
    cited = {part.instrument for part in parts}
    cited |= {name for duty in packs.duties.values() for name in duty.instruments}
    cited |= {name for one in packs.instruments.values() for name in one.amended_by}

    assert cited <= set(packs.instruments)


def test_what_points_at_a_rule_points_at_one_that_is_there(packs):
    named = {posting.rule for posting in packs.postings if posting.rule}
    named |= {packs.conference.announce, packs.conference.publish, packs.report.correction}

    assert named <= set(packs.rules)


def test_every_verified_value_names_a_source_that_is_listed(packs):
    tags = {version.tag for rule in packs.rules.values() for version in rule.versions}
    tags |= {one.tag for one in (*packs.instruments.values(), *packs.votes.values(), *packs.pauses)}
    tags |= {cadence.tag for office in packs.offices.values() for cadence in office.cadences}

    named = {tag.partition(":")[2] for tag in tags if tag.startswith("V")}

    assert named <= set(packs.sources)
    assert {tag.partition(":")[0] for tag in tags} <= {"V", "K", "U", "D", "seed"}


def test_front_terms_have_their_settings_names(packs):
    keys = {rule.key for rule in packs.rules.values() if rule.key}

    assert {"front.criticismReply", "front.supervisionReply", "front.supervisionPlanNotice"} <= keys
