"""`python -m demo`: load the sample year into a running house, compile the report, fetch its files.

The house must be up with DEMO=1 and LEGAL_CLOCK set to the file named here (`make demo` sees to that).
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from demo.load import Loading, load
from demo.load.accounts import (
    ADMINISTRATOR,
    APPROVER,
    PROVINCE_LEADER,
    SNV_LEADER,
    SNV_OFFICER,
    accounts,
    kept_password,
)
from demo.load.ledger import Ledger
from demo.load.loading import MORNING
from demo.load.own import start, tell_lines
from demo.load.portal import Portal
from demo.load.problems import Stopped
from demo.load.progress import say
from demo.load.steps import PROVINCIAL, wait_for_files
from demo.year import Size, Year, make_year
from demo.year.days import CLOCK_FROM
from deploy.embedded import services
from kernel.clock import drive

ROOT = Path(__file__).parent.parent
RUN = Path(os.environ.get("RUN_DIR", ROOT / ".run" / "demo"))
OUT = Path(os.environ.get("OUT_DIR", ROOT / "out"))
NAME = "bao-cao-dan-van-2026"
PORTAL = f"http://127.0.0.1:{os.environ.get('PORTAL_PORT', '8080')}"
NUMBERS = ("agencies", "petitions", "sessions", "tasks", "consultations", "weeks")


def asked(words: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    for name in NUMBERS:
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--sites", type=int, default=1, help="1: the province's alone")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--portal", default=PORTAL)
    clock = os.environ.get("LEGAL_CLOCK") or str(RUN / "clock")
    parser.add_argument("--clock", type=Path, default=Path(clock))
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Run the main job; a failed step says what failed and what to do."""
    try:
        _run(asked(words))
    except Stopped as stopped:
        sys.stderr.write(f"\nDỪNG: {stopped}\n  Cách xử lý: {stopped.remedy}\n")
        return 1
    return 0


def _run(given: argparse.Namespace) -> None:
    began = time.monotonic()
    RUN.mkdir(parents=True, exist_ok=True)
    given.clock.parent.mkdir(parents=True, exist_ok=True)
    size = Size.asked(seed=given.seed, **{name: getattr(given, name) for name in NUMBERS})
    _same_as_before({**vars(size), **({"sites": given.sites} if given.sites > 1 else {})})
    year = make_year(size)
    portal = Portal(given.portal, kept_password(RUN / "accounts.json"))
    ledger = Ledger(RUN / "ledger.jsonl")
    if "accounts" not in ledger:
        drive(given.clock, datetime.combine(CLOCK_FROM, MORNING))
        _first_administrators(portal.password, given.clock)
    own = start(year, given.sites, portal.password) if given.sites > 1 else {}
    load(year, Loading(portal=portal, clock=given.clock, ledger=ledger, own=own))
    if own:
        tell_lines(own)
    files = _fetch(portal)
    _summary(year, ledger, given.portal, files)
    say(f"Xong sau {(time.monotonic() - began) / 60:.1f} phút.")


def _same_as_before(asked_for: dict[str, Any]) -> None:
    """One house holds one sample year. Raises `Stopped` when another was begun here."""
    path = RUN / "state.json"
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        if before != asked_for:
            raise Stopped(f"Đã nạp năm mẫu khác: {before}", "Xóa dữ liệu cũ: make clean")
    path.write_text(json.dumps(asked_for), encoding="utf-8")


def _first_administrators(password: str, clock: Path) -> None:
    """The operator opens the first two accounts on the machine itself, as roles need two people; a second time
    they are there already."""
    environ = {"DEMO": "1", **services.environ("registry"), "LEGAL_CLOCK": str(clock)}
    _danvan(["registry", "load"], environ)
    _danvan(["notify", "load"], {**environ, **services.environ("notify")})
    for account in (ADMINISTRATOR, APPROVER):
        words = ["account", "create", "--account", account, "--role", "ADMINISTRATOR"]
        done = _danvan(
            [*words, "--agency", "GL_2025/SNV", "--password-stdin"], environ, told=f"{password}\n"
        )
        if done.returncode:
            say(f"  tài khoản {account}: {done.stderr.strip() or 'đã có'}")


def _danvan(
    words: list[str], environ: dict[str, str], *, told: str = ""
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "cli.main", *words],
        input=told,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environ},
        check=False,
    )


def _fetch(portal: Portal) -> list[Path]:
    """The three files of the report, checked against their digests, in `out/`."""
    OUT.mkdir(parents=True, exist_ok=True)
    kept = []
    for file in wait_for_files(portal):
        content = portal.file(f"{PROVINCIAL}/files/{file['name']}", by=SNV_OFFICER)
        if file.get("sha256") not in {None, hashlib.sha256(content).hexdigest()}:
            raise Stopped(f"Tệp {file['name']} không đúng mã kiểm tra")
        path = OUT / f"{NAME}.{str(file['name']).rpartition('.')[2]}"
        path.write_bytes(content)
        kept.append(path)
    return kept


def _summary(year: Year, ledger: Ledger, portal: str, files: list[Path]) -> None:
    rows = sum(len(line["rows"]) for line in ledger.lines if line["line"] == "rows")
    say(f"\nNăm mẫu 2026 (DỮ LIỆU MẪU): {len(year.offices)} cơ quan, {rows} dòng đã tiếp nhận.")
    for path in files:
        say(f"  {path}")
    say(f"Cổng: {portal}/   Tài khoản ({sum(1 for _ in accounts(year)) + 2}), ví dụ:")
    named = [one.account for one in list(accounts(year))[:4]]
    say(f"  {', '.join([*named, SNV_OFFICER, SNV_LEADER, PROVINCE_LEADER, ADMINISTRATOR])}")
    say(f"  Mật khẩu chung: trong {RUN / 'accounts.json'}")
    say("Kiểm lại từng số: make verify.   Dừng: make down.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
