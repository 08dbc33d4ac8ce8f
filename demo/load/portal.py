"""The portal as programs see it: signs in by name and password, asks, waits when told to."""

import threading
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import requests

from demo.load.problems import Stopped

TOKEN_SECONDS = 600.0  # a session lives 15 minutes of machine time: another one in good time
PATIENCE = 90.0
TIMEOUT = 120.0
BUSY = frozenset({429, 502, 503, 504})
UNAUTHORISED = 401
REFUSED = 400


class Answer(NamedTuple):
    """What was answered; `body` is empty when it was not JSON."""

    status: int
    body: dict[str, Any]

    @property
    def refused(self) -> bool:
        """Whether it was not done."""
        return self.status >= REFUSED

    @property
    def why(self) -> str:
        """The title and the details of a refusal."""
        told = [self.body.get("title"), self.body.get("detail"), self.body.get("errors")]
        return "; ".join(str(one) for one in told if one) or f"HTTP {self.status}"


class Portal:
    """One portal, many accounts; may be asked by several threads at once."""

    def __init__(self, url: str, password: str) -> None:
        self.url, self.password = url.rstrip("/"), password
        self._tokens: dict[str, tuple[str, float]] = {}
        self._mine = threading.local()

    def ask(
        self,
        method: str,
        path: str,
        *,
        by: str,
        json: Any = None,
        params: Mapping[str, str] | None = None,
        files: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> Answer:
        """Ask as an account; a session that ended is renewed once."""
        given = {"json": json, "params": params, "files": files}
        answer = self._sent(method, path, headers=self._headers(by, key), **given)
        if answer.status_code == UNAUTHORISED:
            self._tokens.pop(by, None)
            answer = self._sent(method, path, headers=self._headers(by, key), **given)
        return _read(answer)

    def must(self, method: str, path: str, *, by: str, **more: Any) -> dict[str, Any]:
        """Ask, and stop when it is refused. Raises `Stopped`."""
        answer = self.ask(method, path, by=by, **more)
        if answer.refused:
            raise Stopped(f"{method} {path} ({by}): {answer.why}")
        return answer.body

    def file(self, path: str, *, by: str) -> bytes:
        """The bytes of a file. Raises `Stopped`."""
        answer = self._sent("GET", path, headers=self._headers(by, ""))
        if not answer.ok:
            raise Stopped(f"GET {path}: HTTP {answer.status_code}")
        return answer.content

    def _headers(self, by: str, key: str) -> dict[str, str]:
        told = {"Authorization": f"Bearer {self._token(by)}"}
        return {**told, "Idempotency-Key": key} if key else told

    def _token(self, account: str) -> str:
        token, until = self._tokens.get(account, ("", 0.0))
        if time.monotonic() < until:
            return token
        given = {"account": account, "password": self.password}
        answer = _read(self._sent("POST", "/api/registry/v1/sessions", json=given))
        if answer.refused:
            raise Stopped(f"Không đăng nhập được tài khoản {account}: {answer.why}")
        self._tokens[account] = answer.body["token"], time.monotonic() + TOKEN_SECONDS
        return str(answer.body["token"])

    def _sent(self, method: str, path: str, **given: Any) -> requests.Response:
        until = time.monotonic() + PATIENCE
        wait = 0.2
        while True:
            answer = self._tried(method, path, given, until)
            if answer is not None and answer.status_code not in BUSY:
                return answer
            if time.monotonic() > until:
                code = answer.status_code if answer is not None else "không trả lời"
                raise Stopped(f"{method} {path}: {code} sau {PATIENCE:.0f} giây")
            time.sleep(wait)
            wait = min(wait * 2, 5.0)

    def _tried(
        self, method: str, path: str, given: dict[str, Any], until: float
    ) -> requests.Response | None:
        try:
            return self._session().request(method, self.url + path, timeout=TIMEOUT, **given)
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise Stopped(f"Không nối được {self.url}", "Chạy: make up") from None
            return None

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._mine, "session", None)
        if session is None:
            session = self._mine.session = requests.Session()
            session.trust_env = False
        return session


def _read(answer: requests.Response) -> Answer:
    try:
        body = answer.json() if answer.content else {}
    except requests.JSONDecodeError:
        body = {}
    return Answer(answer.status_code, body if isinstance(body, dict) else {"results": body})
