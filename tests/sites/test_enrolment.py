"""How a site joins, word by word: what two operators type, and what is refused."""

import json
from pathlib import Path

import pytest

from law.defaults import shipped_units
from tests.sites import houses as building
from tests.sites.conftest import Land
from tests.sites.houses import House
from tests.sites.test_restored import danvan

IA_LY = next(one.id for one in shipped_units().by_key.values() if one.name == "Xã Ia Ly")

pytestmark = [pytest.mark.alone, pytest.mark.brief]


@pytest.fixture
def pair(running_servers: None, tmp_path: Path):
    with building.houses(tmp_path, "xa1") as made:
        yield made


def test_a_site_joins_by_the_words_of_two_operators(pair: list[House], tmp_path: Path):
    province, site = pair
    theirs, ours = tmp_path / "xa1.json", tmp_path / "tinh.json"
    shown = json.loads(danvan(site, "site", "init", "--out", str(theirs)).stdout)
    tinh = json.loads(danvan(province, "site", "init", "--out", str(ours)).stdout)
    assert shown["site"] == "xa1"

    assert danvan(province, "site", "approve", "xa1", "--fingerprint", "x", "--by", "a").returncode
    asked = danvan(province, "site", "enroll", str(theirs), "--agency", f"{IA_LY},2025-07-01")
    assert shown["fingerprint"] in asked.stdout
    wrong = danvan(
        province, "site", "approve", "xa1", "--fingerprint", tinh["fingerprint"], "--by", "a"
    )
    assert wrong.returncode == 2
    for words in (
        (province, "site", "approve", "xa1", "--fingerprint", shown["fingerprint"], "--by", "a"),
        (site, "site", "join", str(ours), "--fingerprint", tinh["fingerprint"]),
    ):
        done = danvan(*words)
        assert done.returncode == 0, done.stderr
    assert danvan(site, "site", "join", str(ours), "--fingerprint", "0000").returncode == 2

    listed = json.loads(danvan(province, "site", "list", "--json").stdout)["sites"]
    assert [(one["site"], one["state"], one["agencies"][0]["since"]) for one in listed] == [
        ("xa1", "APPROVED", "2025-07-01")
    ]
    doors = json.loads(danvan(province, "site", "doors", "xa1", "--password", "p").stdout)
    assert {row["configure"] for row in doors["permissions"]} == {"^$"}
    line = (
        "--province-uri",
        "amqps://tinh.example",
        "--home-uri",
        "amqp://127.0.0.1",
        "--ca",
        "ca",
    )
    linked = json.loads(danvan(site, "site", "link", *line, "--password", "p").stdout)
    uris = [row["value"]["dest-uri"] for row in linked["parameters"]]
    assert "verify=verify_peer&server_name_indication=tinh.example" in uris[0]
    plain = ("--province-uri", "amqp://tinh.example", *line[2:])
    assert danvan(site, "site", "link", *plain, "--password", "p").returncode == 64
    assert danvan(province, "site", "revoke", "xa1", "--by", "a").returncode == 0
    assert danvan(province, "site", "revoke", "nobody", "--by", "a").returncode == 2


def test_an_enrolment_with_a_key_that_is_not_its_own_is_refused(pair: list[House], tmp_path: Path):
    province, site = pair
    card = tmp_path / "card.json"
    card.write_text(json.dumps({**vars(site.enrolment), "keyid": province.keyid}))

    done = danvan(province, "site", "enroll", str(card), "--agency", IA_LY)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_certificate_says_up_to_where_a_site_was_heard(land: Land):
    (site,) = land.sites
    land.work(site, 5)
    land.whole()

    said = json.loads(danvan(land.province, "sync", "--json").stdout)

    (row,) = [one for one in said["sources"] if one["source"] == f"/{site.word}/reception/province"]
    head = site.database("reception")["heads"].find_one({"_id": row["source"]})
    assert (row["segment"], row["event"], row["hash"]) == (
        head["number"],
        head["last"],
        head["hash"],
    )
    assert (said["behind"], row["held"]) == (0, 0)
    assert row["source"] in danvan(land.province, "sync").stdout
