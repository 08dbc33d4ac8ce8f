"""Fuzzes all six services over their OpenAPI pages: `python -m tests.fuzz [--examples N] [service …]`.

Real web processes on one site of their own; the servers must be up. schemathesis says what it did on
stderr; the last line on stdout is one JSON object. Exit 1 if anything was answered as it must not be.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from contracts.registry import Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.message import Actor
from law.defaults import shipped_units
from tests.fuzz.hooks import YEAR
from tests.site import ROOT, WORKERS, Process, Site, a_site

HERE = Path(__file__).parent
SEED = 20211223
SECONDS = 180  # for all services, shared out by their operations


def tokens_of(site: Site) -> dict[str, str]:
    """A token for each role, all of one agency that exists."""
    keys, now = SessionKeys(site.folder / "keys", site="gialai"), datetime.now(UTC)
    agency = shipped_units().reporting(now.date())[0].id
    return {
        role: keys.issue(
            Actor(user=f"fuzz-{role}", role=role, agency=agency, fresh_at=now.timestamp()),
            now=now,
            minutes=30,
        )
        for role in Role
    }


def address(web: Process) -> str:
    return f"http://127.0.0.1:{web.ports['web_port']}"


def open_campaign(web: Process, tokens: dict[str, str]) -> None:
    """So that reports can be drafted, sent and returned."""
    told = requests.post(
        f"{address(web)}/api/reporting/v1/campaigns",
        json={"year": YEAR},
        headers={"Authorization": f"Bearer {tokens[Role.SNV_LEADER]}"},
        timeout=30,
    )
    told.raise_for_status()


def described(service: str, web: Process) -> str:
    """Where a service describes its API."""
    return f"{address(web)}/api/{service}/v1/openapi.json"


def operations(page: str) -> int:
    """How many operations a description names."""
    return sum(len(one) for one in requests.get(page, timeout=30).json()["paths"].values())


def fuzz(page: str, tokens: dict[str, str], *, examples: int, seconds: int) -> dict[str, Any]:
    """Let schemathesis loose on one service. Gives its report."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            f"--config-file={HERE / 'schemathesis.toml'}",
            "run",
            page,
            f"--max-examples={examples}",
            f"--max-time={max(5, seconds)}",
            f"--seed={SEED}",
            f"--report-json-path={report}",
        ]
        environ = {
            **os.environ,
            "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
            "FUZZ_TOKENS": json.dumps(tokens),
            "PYTHONPATH": str(ROOT),
        }
        subprocess.run(command, cwd=folder, env=environ, stdout=sys.stderr, check=False)
        told: dict[str, Any] = json.loads(report.read_bytes()) if report.exists() else {}
    return told


def added(reports: list[dict[str, Any]]) -> dict[str, int]:
    """The sum: an operation that was not asked, an error or no report at all is a failure too."""
    whole = [one for one in reports if one]
    missed = sum(one["operations"]["selected"] - one["operations"]["tested"] for one in whole)
    errors = sum(len(one["errors"]) for one in whole)
    found = sum(one["test_cases"]["unique_failures"] for one in whole)
    return {
        "operations": sum(one["operations"]["tested"] for one in whole),
        "cases": sum(one["test_cases"]["generated"] for one in whole),
        "failures": found + errors + missed + len(reports) - len(whole),
    }


def run(services: list[str], *, examples: int, seconds: int) -> dict[str, int]:
    """Fuzz these services on a site of their own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        a_site(Path(folder), rate_limit="1000000/minute") as site,
    ):
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        webs = {name: site.web(name) for name in services}
        tokens = tokens_of(site)
        pages = {name: described(name, web.ready()) for name, web in webs.items()}
        if "reporting" in webs:
            open_campaign(webs["reporting"], tokens)
        sizes = {name: operations(page) for name, page in pages.items()}
        share = seconds / sum(sizes.values())
        reports = [
            fuzz(page, tokens, examples=examples, seconds=round(share * sizes[name]))
            for name, page in pages.items()
        ]
        for web in webs.values():
            sys.stderr.writelines(f"{line}\n" for line in failed_requests(web))
    return added(reports)


def failed_requests(web: Process) -> list[str]:
    """What a web process logged of requests that nobody expected."""
    return [line for line in web.said().splitlines() if "request failed" in line]


def main(words: list[str]) -> int:
    """Fuzz; 0 only if nothing failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--examples", type=int, default=50, help="most cases per operation")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for all services")
    parser.add_argument("services", nargs="*", default=list(WORKERS))
    asked = parser.parse_args(words)
    found = run(asked.services, examples=asked.examples, seconds=asked.seconds)
    print(json.dumps(found))
    return int(bool(found["failures"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
