"""Waits until reporting has counted all that was entered: only then do agencies draft their reports."""

import time
from collections import Counter
from typing import Any

from demo.load.accounts import SNV_OFFICER
from demo.load.portal import Portal
from demo.load.problems import Stopped
from demo.load.progress import say
from demo.year.days import WINDOW_FROM, WINDOW_TO
from demo.year.entries import Entry
from demo.year.made import Year

PATH = "/api/reporting/v1/figures"
MINUTES = 10.0
PAUSE, TELL_EVERY = 1.0, 5.0
# Figures that are one row each, from every service: the act, and the figure without its group.
MARKERS = {
    "register_petition": "PET_IN",
    "decide_petition": "PET_SETTLED",
    "complete_task": "TASK_DONE",
    "register_model": "DVK_NEW",
    "hold_training": "TRAIN_CLASSES",
    "evaluate_head": "HEAD_EVALUATIONS",
    "hold_dialogue": "DIALOGUE_COUNT",
    "record_supervision": "FRONT_SUPERVISIONS",
    "receive_recommendation": "FRONT_RECOMMENDATIONS",
    "receive_criticism": "PBXH_DRAFTS",
    "post_project": "CONSULT_PROJECTS",
}


def expected(year: Year) -> Counter[str]:
    """What the markers must come to, by what was entered."""
    found: Counter[str] = Counter()
    for entries in year.entries.values():
        found.update(MARKERS[entry.row["act"]] for entry in entries if _counts(entry))
    return found


def _counts(entry: Entry) -> bool:
    return entry.row["act"] in MARKERS and WINDOW_FROM <= entry.on <= WINDOW_TO


def told(figures: list[dict[str, Any]]) -> Counter[str]:
    """What reporting says of them, all agencies and groups together."""
    found: Counter[str] = Counter()
    for one in figures:
        code = str(one.get("indicator") or one.get("key")).partition(".")[0]
        found[code] += one["value"]
    return found


def catch_up(portal: Portal, year: Year) -> None:
    """Wait until the markers are complete and all figures stand still. Raises `Stopped`."""
    wanted, until, spoke = expected(year), time.monotonic() + MINUTES * 60, time.monotonic()
    before: Counter[str] = Counter()
    while time.monotonic() < until:
        now = told(_asked(portal))
        behind = {code: f"{now[code]}/{n}" for code, n in wanted.items() if now[code] != n}
        if not behind and now == before:
            return
        if behind and time.monotonic() - spoke > TELL_EVERY:
            spoke = time.monotonic()
            say(f"  chờ tổng hợp số liệu: {', '.join(f'{k} {v}' for k, v in behind.items())}")
        before = now
        time.sleep(PAUSE)
    raise Stopped(f"Tổng hợp chưa đuổi kịp sau {MINUTES:.0f} phút: {behind}")


def _asked(portal: Portal) -> list[dict[str, Any]]:
    window = {"from": WINDOW_FROM.isoformat(), "to": WINDOW_TO.isoformat()}
    figures: list[dict[str, Any]] = portal.must("GET", PATH, by=SNV_OFFICER, params=window)[
        "figures"
    ]
    return figures
