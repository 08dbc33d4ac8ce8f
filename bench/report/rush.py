"""The last hours before the due day: every agency submits while three hundred people look, edit and watch the board.

Real Gunicorn processes, this load process included in what the machine carries. Answers 503 with `Retry-After` are
the agreed way of saying "too much at once" and are tried again; every other error counts.
"""

import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time as day_time
from typing import Any

import requests

from bench.house import House, say
from bench.report.volume import AGENCIES
from contracts.registry import Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import VIETNAM, drive
from kernel.message import Actor
from law.defaults import shipped_packs, shipped_units

YEAR = 2026
DAY = date(2026, 11, 13)
PAUSE = 5.0
DESK = next(unit.id for unit in shipped_units().reporting(DAY) if unit.authority == "Sở Nội vụ")
TEXT = "Đã triển khai đầy đủ theo kế hoạch của năm. " * 12


@dataclass
class Seen:
    """What the sessions saw."""

    accepted: list[float] = field(default_factory=list)
    fresh: list[float] = field(default_factory=list)
    busy: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Rush:
    """A house on the eve of the due day."""

    def __init__(self, house: House) -> None:
        keys = house.folder / "keys"
        create_session_key(keys)
        create_secret(keys)
        clock = house.folder / "clock"
        drive(clock, datetime.combine(DAY, day_time(16), VIETNAM))
        house.worker("reporting", demo="1", legal_clock=clock)
        web = house.start(
            "reporting", ["-m", "kernel.web", "services.reporting"],
            demo="1", legal_clock=clock, rate_limit="1000000/minute", session_minutes="60",
        )  # fmt: skip
        self.root = f"http://127.0.0.1:{web.said['web_port']}"
        self.keys = SessionKeys(keys, site="gialai")
        self.seen = Seen()
        self.pending: dict[str, float] = {}

    def token(self, role: str, agency: str) -> str:
        """A session of an hour."""
        now = datetime.now(UTC)
        actor = Actor(user=f"bench-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        return self.keys.issue(actor, now=now, minutes=60)

    # --- before -------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """The campaign is open and every agency's report is begun."""
        session = _session()
        self._must(
            session, "POST", "/campaigns", self.token(Role.SNV_OFFICER, DESK), {"year": YEAR}
        )
        for agency in AGENCIES:
            token, path = self.token(Role.DANVAN_OFFICER, agency), f"/campaigns/{YEAR}/report"
            self._must(session, "POST", path, token, None)
            sections = {one.code: TEXT for one in shipped_packs().report.sections if one.required}
            self._must(session, "PUT", f"{path}/sections", token, {"sections": sections})

    def _must(
        self, session: requests.Session, method: str, path: str, token: str, body: Any
    ) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        answer = session.request(method, f"{self.root}/api/reporting/v1{path}", json=body, headers=headers, timeout=60)  # fmt: skip
        if answer.status_code >= 400:
            raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json()

    # --- the rush -----------------------------------------------------------------------------------

    def run(self, sessions: int, seconds: float) -> dict[str, Any]:
        """Let everybody in. Gives what is published."""
        ends = time.monotonic() + seconds
        people = [
            threading.Thread(target=self._person, args=(at, ends), daemon=True)
            for at in range(sessions)
        ]
        senders = [
            threading.Thread(target=self._sender, args=(agency, ends - seconds + seconds * 0.85 * at / len(AGENCIES), ends + 60), daemon=True)
            for at, agency in enumerate(AGENCIES)
        ]  # fmt: skip
        watch = threading.Thread(target=self._watch, args=(ends + 15,), daemon=True)
        for one in (*people, *senders, watch):
            one.start()
        for one in (*people, *senders, watch):
            one.join()
        return self._result()

    def _result(self) -> dict[str, Any]:
        seen = self.seen
        missing = len(AGENCIES) - len(seen.accepted)
        if missing:
            seen.errors["not submitted"] += missing
        say(
            f"rush: {dict(seen.asked)} asked, {seen.busy} times busy (503), errors {dict(seen.errors)}"
        )
        return {
            "accepted_p95_s": round(_p95(seen.accepted), 3),
            "board_fresh_s": round(_p95(seen.fresh), 3),
            "errors": sum(seen.errors.values()),
            "busy": seen.busy,
            "requests": sum(seen.asked.values()),
        }

    def _person(self, at: int, ends: float) -> None:
        """One request in five seconds: the list, the own report, an edit, the board."""
        chance, session = random.Random(at), _session()
        agency = AGENCIES[at % len(AGENCIES)]
        desk = at % 10 == 0
        token = (
            self.token(Role.SNV_OFFICER, DESK) if desk else self.token(Role.DANVAN_OFFICER, agency)
        )
        acts = self._desk_acts(token) if desk else self._agency_acts(token, chance)
        time.sleep(chance.random() * PAUSE)
        while time.monotonic() < ends:
            began = time.monotonic()
            chance.choice(acts)(session)
            time.sleep(max(0.0, PAUSE - (time.monotonic() - began)))

    def _agency_acts(
        self, token: str, chance: random.Random
    ) -> list[Callable[[requests.Session], Any]]:
        own, path = f"/campaigns/{YEAR}/report", "/reporting"
        return [
            lambda s: self._page(s, "list", f"{path}/", token),
            lambda s: self._page(s, "report", f"{path}/report/{YEAR}", token),
            lambda s: self._ask(s, "edit", "PUT", f"{own}/sections", token, {"sections": {"PROPOSALS": f"{TEXT} {chance.random()}"}}, also=(409,)),
            lambda s: self._ask(s, "own", "GET", own, token, None),
        ]  # fmt: skip

    def _desk_acts(self, token: str) -> list[Callable[[requests.Session], Any]]:
        return [
            lambda s: self._page(s, "board", f"/reporting/campaigns/{YEAR}", token),
            lambda s: self._ask(s, "standings", "GET", f"/campaigns/{YEAR}", token, None),
        ]

    def _sender(self, agency: str, at: float, until: float) -> None:
        """The head sends at a moment of the rush; busy is tried again, and all of it counts."""
        time.sleep(max(0.0, at - time.monotonic()))
        session, token = _session(), self.token(Role.AGENCY_HEAD, agency)
        began = time.monotonic()
        body = {"override_reason": "Gửi kịp hạn, bổ sung sau."}
        while time.monotonic() < until:
            code = self._ask(
                session, "submit", "POST", f"/campaigns/{YEAR}/report/submission", token, body
            )
            if code == 201:
                with self.seen.lock:
                    self.seen.accepted.append(time.monotonic() - began)
                    self.pending[agency] = time.monotonic()
                return
            if code != 503:
                return
            time.sleep(0.5)

    def _watch(self, until: float) -> None:
        """The board, looked at as fast as it answers: how old is what it does not show yet."""
        session, token = _session(), self.token(Role.SNV_OFFICER, DESK)
        while time.monotonic() < until:
            asked_at = time.monotonic()
            shown = self._shown(session, token)
            with self.seen.lock:
                for agency in [one for one in self.pending if one in shown]:
                    self.seen.fresh.append(max(0.0, time.monotonic() - self.pending.pop(agency)))
            time.sleep(max(0.0, 0.5 - (time.monotonic() - asked_at)))

    def _shown(self, session: requests.Session, token: str) -> set[str]:
        headers = {"Authorization": f"Bearer {token}"}
        try:
            answer = session.get(
                f"{self.root}/api/reporting/v1/campaigns/{YEAR}", headers=headers, timeout=30
            )
        except requests.RequestException:
            return set()
        if answer.status_code != 200:
            return set()
        return {one["agency"] for one in answer.json()["agencies"] if one.get("submitted_on")}

    # --- one request --------------------------------------------------------------------------------

    def _ask(
        self, session: requests.Session, what: str, method: str, path: str, token: str, body: Any,
        *, also: tuple[int, ...] = (),
    ) -> int:  # fmt: skip
        headers = {"Authorization": f"Bearer {token}"}
        return self._note(what, lambda: session.request(method, f"{self.root}/api/reporting/v1{path}", json=body, headers=headers, timeout=30), also)  # fmt: skip

    def _page(self, session: requests.Session, what: str, path: str, token: str) -> int:
        return self._note(what, lambda: session.get(self.root + path, cookies={"danvan": token}, timeout=30, allow_redirects=False), ())  # fmt: skip

    def _note(self, what: str, send: Callable[[], requests.Response], also: tuple[int, ...]) -> int:
        try:
            answer = send()
        except requests.RequestException as error:
            self._wrong(what, type(error).__name__)
            return 0
        code = answer.status_code
        with self.seen.lock:
            self.seen.asked[what] += 1
            if code == 503 and "Retry-After" in answer.headers:
                self.seen.busy += 1
                return code
        if code >= 300 and code not in also:
            self._wrong(what, str(code))
        return code

    def _wrong(self, what: str, why: str) -> None:
        with self.seen.lock:
            self.seen.errors[f"{what} {why}"] += 1


def _session() -> requests.Session:
    """People pause longer than a server keeps a connection: each request comes on one of its own."""
    session = requests.Session()
    session.headers["Connection"] = "close"
    return session


def _p95(values: list[float]) -> float:
    if len(values) < 2:
        return float("inf")
    return statistics.quantiles(values, n=20)[-1]
