"""T59: a site is restored from an older backup; and segments are carried by hand where there is no line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.ledger import Ledger
from tests.site import ROOT, wait_for
from tests.sites import houses as building
from tests.sites.conftest import Land, SiteLoad
from tests.sites.houses import House

pytestmark = pytest.mark.alone


def danvan(house: House, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line, with a house's settings."""
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        env={**os.environ, **house.environ("ingress")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def backup(house: House, service: str) -> dict[str, list[dict]]:
    """A cold copy of a service's database."""
    database = house.database(service)
    return {name: list(database[name].find()) for name in database.list_collection_names()}


def restore(house: House, service: str, copy: dict[str, list[dict]]) -> None:
    """Put a copy in the place of what is there."""
    database = house.database(service)
    for name in database.list_collection_names():
        database[name].delete_many({})
    for name, rows in copy.items():
        if rows:
            database[name].insert_many(rows)


def test_a_site_restored_from_an_older_backup_goes_on_in_a_new_epoch(land: Land):
    """T59: what came after the backup is void at the province too, and nothing is counted twice."""
    (site,) = land.sites
    source = f"/{site.word}/reception/province"
    land.work(site, 10)
    land.announce(5)
    wait_for(land.level, "an honest beginning")
    assert land.processes[f"{site.word}-reception"].end() == 0
    copy = backup(site, "reception")
    land.processes[f"{site.word}-reception"] = site.worker("reception").ready()
    kept = land.ledgers[site.word]
    with Ledger(land.folder / "lost.jsonl") as lost:
        land.loads[site.word] = SiteLoad(site, lost)
        land.work(site, 8)
    land.loads[site.word] = SiteLoad(site, kept)
    wait_for(land.level, "the province has what will be lost")
    beyond = land.province.has(source)
    assert land.processes[f"{site.word}-reception"].end() == 0
    restore(site, "reception", copy)

    done = danvan(site, "site", "reopen", "reception")
    assert done.returncode == 0, done.stderr
    site.worker("reception").ready()
    land.work(site, 6)

    land.whole(seconds=90)
    ingress = land.province.database("ingress")
    assert land.province.certificate()[source]["epoch"] == 2
    assert ingress["voided"].count_documents({}) > 0
    assert ingress["positions"].find_one({"source": source, "epoch": 1})["number"] < beyond


@pytest.mark.parametrize("carried", [False, True], ids=["line", "carried"])
def test_a_restored_site_takes_its_own_words_back_and_gives_no_number_twice(
    land: Land, tmp_path: Path, *, carried: bool
):
    """T59: what was told after the backup comes back from the province's copy; nothing is lost or done twice."""
    (site,) = land.sites
    source = f"/{site.word}/reception/province"
    land.work(site, 6)
    (begun,) = land.loads[site.word].register(1)
    wait_for(land.level, "an honest beginning")
    assert land.processes[f"{site.word}-reception"].end() == 0
    copy = backup(site, "reception")
    land.processes[f"{site.word}-reception"] = site.worker("reception").ready()
    for step in (land.loads[site.word].classify, land.loads[site.word].accept):
        step(begun)
    land.work(site, 5)
    wait_for(land.level, "the province has what the disk loses")
    beyond, before = land.province.has(source), petitions(site)
    assert land.processes[f"{site.word}-reception"].end() == 0
    restore(site, "reception", copy)

    words = ["site", "recover", "reception"]
    if carried:
        file = tmp_path / "back.danvan"
        asked = ("site", "export", str(file), "--to", site.word, "--back")
        assert danvan(land.province, *asked).returncode == 0
        assert danvan(site, "site", "import", str(file)).returncode == 0
        returned = site.database("ingress")["returned"]
        wait_for(lambda: returned.count_documents({"source": source}) >= beyond, "carried home")
        words.append("--carried")
    done = danvan(site, *words)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["events"] > 0
    assert land.province.has(source) == beyond
    assert petitions(site) == before  # numbers and states, as they were
    assert (
        json.loads(danvan(site, "journal", "verify", "reception", "--json").stdout)["wrong"] == []
    )
    site.worker("reception").ready()
    land.loads[site.word].decide(begun)
    land.work(site, 4)

    land.whole(seconds=90)
    assert land.province.certificate()[source]["epoch"] == 1
    assert land.province.database("ingress")["voided"].count_documents({}) == 0


def petitions(site: House) -> dict[str, Any]:
    """Number and state of each."""
    rows = site.database("reception")["petitions"].find({}, {"number": 1, "state": 1})
    return {row["_id"]: (row["number"], row["state"]) for row in rows}


def test_work_done_after_a_restore_is_not_overwritten_by_what_comes_back(land: Land):
    """Then only a new epoch helps, and the command says so."""
    (site,) = land.sites
    (begun,) = land.loads[site.word].register(1)
    wait_for(land.level, "an honest beginning")
    assert land.processes[f"{site.word}-reception"].end() == 0
    copy = backup(site, "reception")
    land.processes[f"{site.word}-reception"] = site.worker("reception").ready()
    land.loads[site.word].classify(begun)
    wait_for(land.level, "the province has what the disk loses")
    assert danvan(site, "site", "recover", "reception", "--wait", "1").returncode == 2  # it runs
    assert land.processes[f"{site.word}-reception"].end() == 0
    restore(site, "reception", copy)
    land.loads[site.word].classify(begun)

    done = danvan(site, "site", "recover", "reception")

    assert done.returncode == 2
    assert "Hãy mở kỳ mới" in done.stderr
    assert danvan(site, "site", "reopen", "reception").returncode == 0


def test_a_restored_site_that_forgets_the_act_is_refused_and_named(land: Land):
    """Without a new epoch its next leaves bear numbers the province knows with other content."""
    (site,) = land.sites
    land.work(site, 4)
    wait_for(land.level, "an honest beginning")
    assert land.processes[f"{site.word}-reception"].end() == 0
    copy = backup(site, "reception")
    land.processes[f"{site.word}-reception"] = site.worker("reception").ready()
    land.work(site, 4)
    wait_for(land.level, "the province has what will be lost")
    assert land.processes[f"{site.word}-reception"].end() == 0
    restore(site, "reception", copy)
    site.worker("reception").ready()
    land.work(site, 1)

    ingress = land.processes["province-ingress"]
    wait_for(lambda: ingress.metric("danvan_refused_total", reason="fork"), "the fork is named")


def test_segments_carried_by_hand_are_as_good_as_those_of_the_line(
    make_land: Callable[..., Land], tmp_path: Path
):
    """No line: the same bytes, a signed file each way."""
    land = make_land()
    land.start()
    (site,) = land.sites
    building.unlink(site)
    building.purge(site, "q.uplink")
    land.work(site, 10)
    land.announce(20)
    up, down = tmp_path / "up.danvan", tmp_path / "down.danvan"
    reception, registry = site.database("reception"), land.province.database("registry")
    for database in (reception, registry):
        wait_for(lambda one=database: not one["pending"].find_one(), "all is sealed")

    assert danvan(site, "site", "export", str(up)).returncode == 0
    assert danvan(land.province, "site", "export", str(down), "--to", site.word).returncode == 0
    spoilt = tmp_path / "spoilt.danvan"
    spoilt.write_bytes(up.read_bytes().replace(b"COMPLAINT", b"COMPLAINS", 1))
    assert danvan(land.province, "site", "import", str(spoilt)).returncode == 2
    assert land.province.has(f"/{site.word}/reception/province") == 0
    for _ in range(2):  # twice is as good as once
        assert danvan(land.province, "site", "import", str(up)).returncode == 0
        assert danvan(site, "site", "import", str(down)).returncode == 0

    land.whole()
