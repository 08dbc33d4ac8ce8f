"""A portal for tests, in memory: takes every row and act, keeps what was asked, can refuse one."""

from collections import Counter
from typing import Any

from demo.load.catching_up import MARKERS
from demo.load.portal import Answer, Portal
from demo.year.days import WINDOW_FROM, WINDOW_TO
from tests.unit.demo.formats import days_of


class Desk(Portal):
    """Answers as the services would."""

    def __init__(self, *, refuse: str = "", break_after: int = 10**9) -> None:
        super().__init__("http://portal.invalid", "a password")
        self.asked: list[tuple[str, str, str, Any]] = []
        self.counted: Counter[str] = Counter()
        self.refuse, self.break_after = refuse, break_after
        self.reports: dict[str, bool] = {}

    def ask(
        self, method: str, path: str, *, by: str, json=None, params=None, files=None, key=""
    ) -> Answer:
        if len(self.asked) >= self.break_after:
            raise ConnectionError("the power went off")
        self.asked.append((method, path, by, json))
        if path.endswith("/acts"):
            return Answer(200, {"results": [self._row(row) for row in json["rows"]]})
        if path.endswith("/import"):
            return Answer(200, {"results": []})
        if path.endswith("/previous-reports"):
            return Answer(200, {"results": [{"status": 200} for _ in json["rows"]]})
        if path.endswith("/figures") and method == "GET":
            return Answer(200, {"figures": [self._figure(*one) for one in self.counted.items()]})
        return self._campaign(method, path, by, json)

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        if row["act"] == self.refuse:
            return {
                "act": row["act"],
                "client_ref": row["client_ref"],
                "status": 422,
                "title": "Sai.",
            }
        first, last = WINDOW_FROM.isoformat(), WINDOW_TO.isoformat()
        if row["act"] in MARKERS and first <= days_of(row)[0] <= last:
            self.counted[MARKERS[row["act"]]] += 1
        return {"act": row["act"], "client_ref": row["client_ref"], "status": 200, "answer": {}}

    def _figure(self, code: str, value: int) -> dict[str, Any]:
        return {"agency": "all", "indicator": code, "group": "", "value": value}

    def _campaign(self, method: str, path: str, by: str, json: Any) -> Answer:
        if path.endswith("/sections"):
            self.reports[by] = "CCHC_IMPACT" in json["sections"]
        if path.endswith("/submission"):
            whole = self.reports[by.replace("thu-truong", "chuyen-vien")] and "xa-uar" not in by
            if not whole and not json["override_reason"]:
                return Answer(422, {"code": "incomplete", "title": "Chưa đầy đủ."})
            return Answer(200, {"report": f"r/{by}"})
        if method == "GET" and "/provincial/" in path:
            names = ("a.docx", "a.pdf", "a.xlsx")
            return Answer(200, {"state": "READY", "files": [{"name": name} for name in names]})
        return Answer(200, {})
