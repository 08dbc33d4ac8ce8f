"""Extensions, suspensions, what the law refuses, and a proof that leads to the same date again."""

import json
from datetime import date, timedelta

import pytest

from law.deadlines import (
    Extension,
    Facts,
    Handing,
    Handover,
    Suspension,
    again,
    due,
    record,
    sentences,
)
from law.deadlines.clock import (
    ClockStopped,
    ExtensionOutOfTime,
    ExtensionTooLong,
    GroundNotKnown,
    NotExtendable,
    NotSuspendable,
    SuspensionOutOfTime,
    TooManyExtensions,
)
from law.deadlines.due import HandoverOutOfTime, NotForwardable
from law.deadlines.record import OtherInputs
from law.packs.packs import (
    ComplexityIsDerived,
    FactNotAsked,
    NoSuchCriterion,
    NoSuchRule,
    NotInForce,
)

D = date.fromisoformat
ONE, TWO = ("a",), ("a", "b")


def extended(*decided: str | tuple[str, int]) -> tuple[Extension, ...]:
    pairs = ((one, None) if isinstance(one, str) else one for one in decided)
    return tuple(Extension(D(on), days) for on, days in pairs)


def suspended(since: str, resumed_on: str, ground: str = "AWAITING_OTHER_BODY"):
    return (Suspension(D(since), D(resumed_on), ground),)


class TestExtensions:
    """D-07 once, D-08 twice, up to thirty days each, from the nominal end."""

    def test_an_extension_counts_from_the_nominal_end_even_when_that_is_a_day_off(self, ask):
        # accepted 15/01: nominal end Sat 14/02, effective Mon 23/02 (Tết); 30 more from 14/02
        found = ask("D-07", "2026-01-15", extensions=extended("2026-02-10"))

        assert found.nominal == D("2026-02-14") + timedelta(days=30)

    def test_it_is_in_time_up_to_the_effective_date_and_not_a_day_later(self, ask):
        last = ask("D-07", "2026-01-15", extensions=extended("2026-02-23"))
        assert last.nominal == D("2026-03-16")

        with pytest.raises(ExtensionOutOfTime):
            ask("D-07", "2026-01-15", extensions=extended("2026-02-24"))

    def test_it_is_not_decided_before_the_start(self, ask):
        with pytest.raises(ExtensionOutOfTime):
            ask("D-07", "2026-01-15", extensions=extended("2026-01-14"))

    def test_a_complex_case_is_extended_once(self, ask):
        with pytest.raises(TooManyExtensions) as refused:
            ask("D-06", "2026-03-02", criteria=ONE, extensions=extended("2026-03-20", "2026-04-20"))
        assert "Khoản 2 Điều 30" in refused.value.article

    def test_an_especially_complex_case_is_extended_twice_and_not_three_times(self, ask):
        twice = ("2026-03-20", "2026-04-20")
        found = ask("D-06", "2026-03-02", criteria=TWO, extensions=extended(*twice))
        assert (found.nominal - D("2026-03-02")).days == 90

        with pytest.raises(TooManyExtensions):
            ask("D-06", "2026-03-02", criteria=TWO, extensions=extended(*twice, "2026-05-20"))

    def test_an_ordinary_case_is_not_extended(self, ask):
        with pytest.raises(NotExtendable):
            ask("D-06", "2026-03-02", extensions=extended("2026-03-20"))

    def test_a_complaint_is_not_extended(self, ask):
        with pytest.raises(NotExtendable):
            ask("C-03", "2026-03-02", extensions=extended("2026-03-20"))

    @pytest.mark.parametrize("days", [31, 0])
    def test_an_extension_is_one_to_thirty_days_long(self, ask, days):
        with pytest.raises(ExtensionTooLong):
            ask("D-07", "2026-03-02", extensions=extended(("2026-03-20", days)))

    def test_information_is_extended_by_fifteen_days_once(self, ask):
        found = ask("I-02", "2026-03-02", extensions=extended("2026-03-16"))
        assert found.nominal == D("2026-04-01")

        with pytest.raises(ExtensionTooLong):
            ask("I-02", "2026-03-02", extensions=extended(("2026-03-16", 30)))

    def test_extensions_count_in_the_order_of_their_days(self, ask):
        given = extended("2026-03-20", "2026-04-20")
        assert ask("D-08", "2026-03-02", extensions=given[::-1]).nominal == D("2026-05-31")


class TestSuspensions:
    """From 01/07/2026 for complaints; TO − FROM is added to the nominal end."""

    def test_the_days_from_suspension_to_resumption_are_added(self, ask):
        found = ask("C-02", "2026-08-03", suspensions=suspended("2026-08-10", "2026-08-24"))

        assert found.nominal == D("2026-09-02") + timedelta(days=14)

    def test_no_complaint_was_suspended_before_the_law_knew_it(self, ask):
        with pytest.raises(GroundNotKnown) as refused:
            ask("C-02", "2026-06-10", suspensions=suspended("2026-06-30", "2026-07-10"))
        assert "11a" in refused.value.article

    def test_an_older_open_case_is_suspended_when_the_ground_arises_under_the_new_law(self, ask):
        found = ask("C-02", "2026-06-10", suspensions=suspended("2026-07-01", "2026-07-11"))

        assert (found.version, found.nominal) == (1, D("2026-07-20"))

    def test_a_denunciation_was_suspended_before_as_well(self, ask):
        found = ask("D-06", "2025-03-03", suspensions=suspended("2025-03-10", "2025-03-20"))

        assert found.nominal == D("2025-04-12")

    def test_each_kind_of_case_has_its_own_grounds(self, ask):
        verify = suspended("2026-08-10", "2026-08-20", "REVERIFICATION")
        majeure = suspended("2026-08-10", "2026-08-20", "FORCE_MAJEURE")

        assert ask("D-06", "2026-08-03", suspensions=verify).nominal == D("2026-09-12")
        assert ask("C-02", "2026-08-03", suspensions=majeure).nominal == D("2026-09-12")
        with pytest.raises(GroundNotKnown):
            ask("C-02", "2026-08-03", suspensions=verify)
        with pytest.raises(GroundNotKnown):
            ask("D-06", "2026-08-03", suspensions=majeure)

    def test_what_has_run_out_is_not_suspended_any_more(self, ask):
        with pytest.raises(SuspensionOutOfTime):
            ask("C-02", "2026-08-03", suspensions=suspended("2026-09-04", "2026-09-20"))

    @pytest.mark.parametrize("resumed_on", ["2026-08-10", "2026-08-09"])
    def test_a_suspension_ends_after_it_began(self, ask, resumed_on):
        with pytest.raises(SuspensionOutOfTime):
            ask("C-02", "2026-08-03", suspensions=suspended("2026-08-10", resumed_on))

    def test_a_case_that_is_still_suspended_has_no_end(self, ask):
        with pytest.raises(ClockStopped) as refused:
            ask("C-02", "2026-08-03", suspensions=(Suspension(D("2026-08-10"), None),))
        assert "đang tạm đình chỉ từ 10/08/2026" in refused.value.detail

    def test_two_suspensions_do_not_overlap(self, ask):
        first, second = suspended("2026-08-10", "2026-08-20"), suspended("2026-08-15", "2026-08-25")

        with pytest.raises(SuspensionOutOfTime):
            ask("C-02", "2026-08-03", suspensions=(*first, *second))

    def test_other_clocks_are_never_suspended(self, ask):
        with pytest.raises(NotSuspendable):
            ask("R-01", "2026-08-03", suspensions=suspended("2026-08-05", "2026-08-06"))

    def test_an_extension_after_a_suspension_is_in_time_by_the_shifted_end(self, ask):
        found = ask(
            "D-07",
            "2026-03-02",
            suspensions=suspended("2026-03-10", "2026-03-30"),
            extensions=extended("2026-04-21"),
        )

        assert found.nominal == D("2026-04-01") + timedelta(days=20 + 30)


class TestFacts:
    """Facts choose the row; what a rule does not ask is refused."""

    def test_nobody_types_that_a_denunciation_is_complex(self, ask):
        for rule in ("D-06", "D-07", "D-08"):
            with pytest.raises(ComplexityIsDerived) as refused:
                ask(rule, "2026-03-02", complex=True)
            assert "Điều 3 Nghị định 31/2019/NĐ-CP" in refused.value.article

    def test_the_class_follows_from_the_number_of_criteria(self, packs):
        assert packs.complexity(()) == "ORDINARY"
        assert packs.complexity(("e",)) == "COMPLEX"
        assert packs.complexity(("e", "e")) == "COMPLEX"
        assert packs.complexity(("a", "g", "đ")) == "ESPECIALLY_COMPLEX"

    def test_a_criterion_that_is_not_in_the_checklist_is_refused(self, ask):
        with pytest.raises(NoSuchCriterion):
            ask("D-06", "2026-03-02", criteria=("z",))

    @pytest.mark.parametrize(
        ("rule", "facts"),
        [
            ("D-06", {"remote": True}),
            ("C-01", {"complex": True}),
            ("C-02", {"several_places": True}),
            ("C-02", {"criteria": ONE}),
            ("D-01", {"complex": True}),
        ],
    )
    def test_a_fact_the_rule_does_not_ask_about_is_refused(self, ask, rule, facts):
        with pytest.raises(FactNotAsked):
            ask(rule, "2026-03-02", **facts)

    def test_a_rule_that_is_not_there_is_refused(self, ask):
        with pytest.raises(NoSuchRule):
            ask("C-99", "2026-03-02")

    def test_a_rule_does_not_answer_for_days_before_it_was_the_law(self, ask):
        with pytest.raises(NotInForce):
            ask("L-06", "2024-07-31")

    def test_a_rule_that_changed_answers_by_the_version_of_the_day_it_started(self, ask):
        assert ask("C-02", "2026-06-30").version == 1
        assert ask("C-02", "2026-07-01").version == 2
        assert ask("R-02", "2021-11-14").version == 1
        assert ask("R-02", "2021-11-15").version == 2

    def test_the_remote_flag_is_the_one_of_acceptance_whatever_the_list_says_later(
        self, ask, units
    ):
        commune = next(unit for unit in units.as_of(D("2026-11-22")) if unit.name == "Xã Ia Púch")
        frozen = units.marked(commune.key, tag="REMOTE", on=D("2026-03-02"))

        assert frozen
        assert not units.marked(commune.key, tag="REMOTE", on=D("2025-06-30"))
        assert ask("C-02", "2026-03-02", remote=frozen).rule == "C-04"


class TestHandovers:
    """Who holds a matter may change; the citizen's date does so only by a forward."""

    def test_a_forward_starts_the_receivers_clock_at_its_receipt(self, ask):
        handed = (Handover(Handing.FORWARD, D("2026-03-10")),)

        assert ask("D-01", "2026-03-02", handovers=handed)[2:4] == ask("D-01", "2026-03-10")[2:4]

    @pytest.mark.parametrize("kind", [Handing.REORGANISATION, Handing.RESEND])
    def test_a_reorganisation_or_the_letter_sent_again_keeps_the_start(self, ask, kind):
        handed = (Handover(kind, D("2026-03-10")),)

        assert ask("D-01", "2026-03-02", handovers=handed)[2:4] == ask("D-01", "2026-03-02")[2:4]

    def test_nothing_is_handed_over_before_it_was_received(self, ask):
        with pytest.raises(HandoverOutOfTime):
            ask("D-01", "2026-03-02", handovers=(Handover(Handing.RESEND, D("2026-03-01")),))

    def test_what_was_accepted_is_not_forwarded(self, ask):
        with pytest.raises(NotForwardable):
            ask("C-02", "2026-03-02", handovers=(Handover(Handing.FORWARD, D("2026-03-10")),))


class TestProof:
    """The date with its reasons, in words and in values."""

    def test_it_tells_rule_article_start_and_every_day_not_counted_with_its_reason(self, ask):
        told = sentences(ask("D-01", "2025-12-30").proof)

        text = " ".join(told)
        assert "D-01, phiên bản 1" in text
        assert "Khoản 1 Điều 24 Luật Tố cáo (25/2018/QH14)" in text
        assert "thứ Ba 30/12/2025 không tính" in text
        assert "02/01/2026 (nghỉ hoán đổi (làm bù 10/01/2026), 12729/VPCP-KGVX)" in text
        assert "Có tính ngày làm bù: 10/01/2026" in text

    def test_it_tells_extensions_suspensions_and_the_roll_with_their_decisions(
        self, calendar, packs
    ):
        facts = Facts(
            start=D("2026-02-25"),
            criteria=ONE,
            extensions=(Extension(D("2026-03-20"), None, "15/QĐ-UBND"),),
            suspensions=(Suspension(D("2026-03-01"), D("2026-03-05"), decision="12/QĐ-UBND"),),
        )

        text = " ".join(sentences(due("D-06", facts, calendar, packs).proof))

        assert "Tạm đình chỉ số 12/QĐ-UBND từ 01/03/2026 đến 05/03/2026" in text
        assert "Quyết định gia hạn số 15/QĐ-UBND ngày 20/03/2026" in text
        assert "thứ Năm 30/04/2026 là ngày nghỉ" in text
        assert "thứ Hai 04/05/2026 (Điều 148 Bộ luật Dân sự 2015" in text

    @pytest.mark.parametrize(
        ("kind", "told"),
        [
            (Handing.FORWARD, "thời hạn của nơi nhận tính từ ngày này"),
            (Handing.REORGANISATION, "thời hạn giữ nguyên, vẫn tính từ 02/03/2026"),
            (Handing.RESEND, "không phát sinh thời hạn mới, vẫn tính từ 02/03/2026"),
        ],
    )
    def test_it_tells_how_a_matter_came_here(self, ask, calendar, packs, kind, told):
        found = ask("D-01", "2026-03-02", handovers=(Handover(kind, D("2026-03-10")),))

        kept = record(found.proof)

        assert told in kept[1]["text"]
        assert again(kept, calendar=calendar, packs=packs)[:4] == found[:4]

    def test_it_says_when_a_day_is_not_settled_yet(self, ask):
        told = sentences(ask("B-01", "2026-11-20").proof)

        assert "chưa chính thức: 24/11/2026 (Ngày Văn hóa Việt Nam" in told[-1]
        assert record(ask("B-01", "2026-11-20").proof)[-1]["text"] == told[-1]

    def test_derived_again_from_its_own_inputs_it_gives_the_same_date(self, ask, calendar, packs):
        found = ask(
            "D-06",
            "2026-02-25",
            criteria=TWO,
            extensions=extended("2026-03-20", ("2026-04-20", 10)),
            suspensions=suspended("2026-03-01", "2026-03-05"),
        )
        kept = json.loads(json.dumps(record(found.proof)))

        assert again(kept, calendar=calendar, packs=packs)[:4] == found[:4]

    def test_it_is_not_derived_from_another_calendar_in_silence(self, ask, register, packs):
        kept = record(ask("C-02", "2026-03-02").proof)

        with pytest.raises(OtherInputs):
            again(kept, calendar=register.at_version(4), packs=packs)

    def test_its_values_are_plain_and_each_step_has_its_sentence(self, ask):
        kept = record(ask("C-02", "2026-01-20").proof)

        assert [step["step"] for step in kept] == ["rule", "count", "roll_forward"]
        assert [step["text"] for step in kept] == sentences(ask("C-02", "2026-01-20").proof)
        assert kept[2]["not_counted"][0]["why"] == "Mùng ba Tết Nguyên Đán"
