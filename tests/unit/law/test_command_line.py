"""`danvan law …`: values with --json, sentences without, 2 for refusals, 64 for usage errors."""

import json

import pytest
from typer.testing import CliRunner, Result

from cli.main import app

REFUSED, USAGE = 2, 64


def danvan(line: str) -> Result:
    return CliRunner().invoke(app, ["law", *line.split()])


def values(line: str):
    result = danvan(f"{line} --json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def refusal(line: str):
    result = danvan(f"{line} --json")
    assert result.exit_code == REFUSED, result.output
    return json.loads(result.output)


def test_due_prints_the_rule_its_dates_and_the_proof():
    found = values("due C-02 --start 2026-01-20")

    assert list(found) == ["rule", "version", "nominal", "effective", "proof"]
    assert (found["rule"], found["version"]) == ("C-02", 1)
    assert (found["nominal"], found["effective"]) == ("2026-02-19", "2026-02-23")
    assert [step["step"] for step in found["proof"]] == ["rule", "count", "roll_forward"]


@pytest.mark.parametrize(
    ("line", "rule", "effective"),
    [
        ("due C-02 --start 2026-10-12 --complex", "C-03", "2026-11-26"),
        ("due C-02 --start 2026-10-12 --remote", "C-04", "2026-11-26"),
        ("due C-03 --start 2026-10-12 --remote", "C-05", "2026-12-11"),
        ("due C-09 --start 2026-12-08 --complex", "C-09", "2027-02-11"),
        ("due D-01 --start 2026-02-11 --several-places", "D-02", "2026-03-04"),
        ("due D-06 --start 2026-02-25 --criteria a --extend 2026-03-20", "D-07", "2026-04-28"),
        ("due D-08 --start 2026-02-25 --extend 2026-03-20 --extend 2026-04-28:10", "D-08", "2026-05-06"),
        ("due C-02 --start 2026-08-03 --suspend 2026-08-10:2026-08-24 --ground FORCE_MAJEURE", "C-02", "2026-09-16"),
        ("due D-03 --start 2025-12-30", "D-03", "2026-01-08"),
        ("due D-03 --start 2025-12-30 --calendar 2025-12-24", "D-03", "2026-01-07"),
        ("due B-01 --start 2026-11-20", "B-01", "2026-11-26"),
        ("due B-01 --start 2026-11-20 --without-holiday 2026-11-24", "B-01", "2026-11-25"),
        ("due B-01 --start 20/11/2026", "B-01", "2026-11-26"),
    ],
)  # fmt: skip
def test_due_follows_its_options(line, rule, effective):
    found = values(line)

    assert (found["rule"], found["effective"]) == (rule, effective)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("due D-06 --start 2026-02-25 --complex", "complexity_is_derived"),
        ("due C-02 --start 2026-06-01 --suspend 2026-06-10:2026-06-20", "ground_not_known"),
        ("due C-02 --start 2026-06-01 --extend 2026-06-10", "not_extendable"),
        ("due D-07 --start 2026-03-02 --extend 2026-05-20", "extension_out_of_time"),
        ("due R-01 --start 2026-06-01 --remote", "fact_not_asked"),
        ("vote --item 1 --yes 9 --total 9 --form ONLINE", "wrong_vote_form"),
        ("vote --item 1 --yes 9 --total 8", "wrong_vote_count"),
        ("dialogue --voters 10 --signatures 11", "wrong_signatures"),
        ("report-due 2020", "report_not_in_force"),
    ],
)
def test_a_refusal_exits_2_and_names_its_reason_and_article(line, reason):
    refused = refusal(line)

    assert refused["refused"] == reason
    assert refused["article"]
    assert refused["reason"].endswith(".") or refused["reason"].endswith(").")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("due X-01 --start 2026-02-25", "no_such_rule"),
        ("rule X-01", "no_such_rule"),
        ("due C-02 --start 2050-01-01", "beyond_calendar"),
        ("due C-02 --start 2026-02-25 --without-holiday 2026-02-25", "not_a_day_off"),
        ("workdays 2026-02-02 2026-02-01", "wrong_order"),
        ("quota --office king --from 2026-01-01 --to 2026-12-31", "no_such_office"),
    ],
)
def test_what_is_not_there_is_refused_too(line, reason):
    assert refusal(line)["refused"] == reason


@pytest.mark.parametrize(
    "line",
    [
        "due C-02",
        "due C-02 --start tomorrow",
        "due C-02 --start 2026-02-30",
        "due C-02 --start 2026-02-25 --extend soon",
        "due C-02 --start 2026-02-25 --extend 2026-03-01:many",
        "due C-02 --start 2026-02-25 --suspend 2026-03-01",
        "due C-02 --start 2026-02-25 --ground MOOD",
        "due C-02 --start 2026-02-25 --nonsense",
        "add-workdays 2026-02-25 few",
        "add-workdays 2026-02-25",
        "vote --item one --yes 1 --total 1",
        "vote --yes 1 --total 1",
        "quota --office commune-chair",
        "report-due soon",
        "nonsense",
    ],
)
def test_a_usage_error_exits_64(line):
    assert danvan(line).exit_code == USAGE
    assert danvan(f"{line} --json").exit_code == USAGE


def test_workdays_and_add_workdays():
    assert values("workdays 2025-12-31 2026-12-31") == {"days": 249}
    assert values("workdays 2026-02-01 2026-02-01") == {"days": 0}
    assert values("add-workdays 2026-11-16 10") == {"date": "2026-12-01"}


def test_quota_tells_the_regimes():
    found = values("quota --office commune-chair --from 2026-01-01 --to 2026-12-31")

    assert found["days"] == 36
    assert [(one["per"], one["periods"], one["days"]) for one in found["regimes"]] == [
        ("WEEK", 24, 24),
        ("MONTH", 6, 12),
    ]


def test_report_due():
    assert values("report-due 2026") == {
        "nominal": "2026-11-14",
        "effective": "2026-11-16",
        "last_working_day_before": "2026-11-13",
    }


def test_vote():
    assert values("vote --item 1 --yes 63 --total 96") == {"passes": False, "needed": 64}
    assert values("vote --item 3 --yes 49 --total 96") == {"passes": True, "needed": 49}


def test_dialogue_with_and_without_a_day():
    found = values("dialogue --voters 8000 --signatures 800 --on 2026-10-15")
    assert (found["triggered"], found["needed"]) == (True, 800)
    assert (found["announce_by"], found["publish_by"]) == ("2026-10-08", "2026-10-25")

    without = values("dialogue --voters 8000 --signatures 799")
    assert (without["triggered"], without["announce_by"]) == (False, None)


def test_units_by_name_as_of_a_day():
    result = CliRunner().invoke(app, ["law", "units", "Ia Glai", "--as-of", "2026-11-22", "--json"])
    found = json.loads(result.output)["units"]
    assert [(one["scheme"], one["code"], one["matched"]) for one in found] == [
        ("GSO_2025", "23941", "former")
    ]

    before = CliRunner().invoke(app, ["law", "units", "Chư Sê", "--as-of", "2025-06-30", "--json"])
    assert [one["kind"] for one in json.loads(before.output)["units"]] == ["DISTRICT", "TOWNSHIP"]


def test_rules_of_a_day_and_one_rule_over_time():
    on_day = values("rules --on 2022-01-01")
    assert "C-02" in {one["rule"] for one in on_day["rules"]}
    assert "T-01" not in {one["rule"] for one in on_day["rules"]}
    assert all(one["hash"] for one in on_day["packs"])

    rule = values("rule C-02")
    assert rule["family"] == ["C-02", "C-03", "C-04", "C-05"]
    assert [version["since"] for version in rule["versions"]] == ["2012-07-01", "2026-07-01"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("due C-02 --start 2026-01-20", "Hạn: thứ Hai 23/02/2026."),
        ("workdays 2025-12-31 2026-12-31", "có 249 ngày làm việc"),
        ("add-workdays 2026-11-16 10", "là thứ Ba 01/12/2026"),
        ("quota --office commune-chair --from 2026-01-01 --to 2026-12-31", "36 ngày tiếp công dân"),
        ("report-due 2026", "hạn thứ Hai 16/11/2026"),
        ("vote --item 1 --yes 63 --total 96", "không thông qua với 63/96 hộ"),
        (
            "dialogue --voters 8000 --signatures 800 --on 2026-10-15",
            "Thông báo chậm nhất thứ Năm 08/10/2026",
        ),
        ("units Pleiku", "Phường Pleiku (GSO_2025/23575)"),
        ("units Atlantis", "Không có đơn vị nào"),
        ("rules --on 2026-11-22", "C-02: Giải quyết khiếu nại lần đầu"),
        ("rule C-02", "Cùng nhóm (khác nhau theo dữ kiện): C-02, C-03, C-04, C-05."),
    ],
)
def test_without_json_one_reads_sentences(line, sentence):
    result = danvan(line)

    assert result.exit_code == 0
    assert sentence in result.output


def test_a_refusal_without_json_is_a_sentence_with_its_ground():
    result = danvan("due D-06 --start 2026-02-25 --complex")

    assert result.exit_code == REFUSED
    assert "Căn cứ: Điều 3 Nghị định 31/2019/NĐ-CP." in result.output
