"""The acts of the campaign as requests: opened, drafted, filled, submitted, returned, accepted, compiled."""

import time
from collections.abc import Callable
from typing import Any

from demo.load.accounts import PROVINCE_LEADER, SNV_LEADER, SNV_OFFICER, head, officer
from demo.load.ledger import Ledger
from demo.load.portal import Answer, Portal
from demo.load.problems import Stopped
from demo.year.campaign import YEAR, Step
from demo.year.made import Year
from demo.year.offices import SNV, Office

API = "/api/reporting/v1"
REPORT = f"{API}/campaigns/{YEAR}/report"
PROVINCIAL = f"{API}/provincial/{YEAR}"
DOCUMENTS = {"docx", "pdf", "xlsx"}
PREVIOUS_AT_ONCE = 40
COMPILE_SECONDS = 300.0


class Steps:
    """Takes the steps of the campaign and writes each into the ledger."""

    def __init__(self, portal: Portal, ledger: Ledger, year: Year) -> None:
        self.portal, self.ledger = portal, ledger
        self.offices: dict[str, Office] = {office.id: office for office in year.offices}

    def take(self, step: Step) -> None:
        """One step; one that stands in the ledger was taken before. Raises `Stopped`."""
        if step.key in self.ledger:
            return
        told: Callable[[Step], dict[str, Any]] = getattr(self, f"_{step.act}")
        self.ledger.write({**_line(step), **told(step)})

    def previous(self, year: Year) -> None:
        """Enter last year's reports as submissions of last year."""
        left = [one for one in year.previous if f"previous/{one.agency}" not in self.ledger]
        for first in range(0, len(left), PREVIOUS_AT_ONCE):
            some = left[first : first + PREVIOUS_AT_ONCE]
            rows = [
                {
                    "client_ref": f"2025/{one.agency}",
                    "agency": one.agency,
                    "year": 2025,
                    "submitted_on": one.submitted_on.isoformat(),
                    "figures": dict(one.figures),
                }
                for one in some
            ]
            told = self.portal.must(
                "POST", f"{API}/previous-reports", by=SNV_OFFICER, json={"rows": rows}
            )
            self._taken(rows, told["results"])

    def _taken(self, rows: list[dict[str, Any]], results: list[dict[str, Any]]) -> None:
        for row, result in zip(rows, results, strict=True):
            if result["status"] >= 400:  # noqa: PLR2004  the first status of a refusal
                raise Stopped(f"Báo cáo 2025 {row['agency']}: {result.get('title')}")
            told = {name: row[name] for name in ("agency", "year", "submitted_on", "figures")}
            self.ledger.write({"line": "previous", "key": f"previous/{row['agency']}", **told})

    # --- the acts ---------------------------------------------------------------------------------------

    def _open_campaign(self, step: Step) -> dict[str, Any]:
        return self._told("POST", f"{API}/campaigns", step, by=SNV_OFFICER, json={"year": YEAR})

    def _draft_report(self, step: Step) -> dict[str, Any]:
        return self._told("POST", REPORT, step, by=self._officer(step), json={})

    def _put_figures(self, step: Step) -> dict[str, Any]:
        given = dict(step.data)
        return self._told("PUT", f"{REPORT}/figures", step, by=self._officer(step), json=given)

    def _put_sections(self, step: Step) -> dict[str, Any]:
        given = dict(step.data)
        return self._told("PUT", f"{REPORT}/sections", step, by=self._officer(step), json=given)

    def _submit_report(self, step: Step) -> dict[str, Any]:
        """Submit; what is incomplete is blocked first, then sent with the head's reason."""
        by, path = head(self.offices[step.agency]), f"{REPORT}/submission"
        first = self.portal.ask(
            "POST", path, by=by, json={"override_reason": ""}, key=f"{step.key}/tried"
        )
        if not first.refused:
            if step.data.get("expect_refusal"):
                raise Stopped(f"{step.key}: báo cáo thiếu phần bắt buộc mà không bị chặn")
            return {"answer": first.body}
        reason = step.data.get("override_reason", "")
        if first.body.get("code") != "incomplete" or not reason:
            raise Stopped(f"{step.key}: {first.why}")
        given = {"override_reason": reason}
        told = self._told("POST", path, step, by=by, json=given)
        return {**told, "blocked": "incomplete"}

    def _judge(self, step: Step) -> str:
        """Who judges a report: of Sở Nội vụ itself, a leader of the province."""
        own = self.offices[step.agency].is_called(SNV)
        return PROVINCE_LEADER if own else SNV_OFFICER

    def _return_report(self, step: Step) -> dict[str, Any]:
        path = f"{API}/reports/{self.ledger.report_of(step.agency)}/return"
        return self._told("POST", path, step, by=self._judge(step), json=dict(step.data))

    def _accept_report(self, step: Step) -> dict[str, Any]:
        path = f"{API}/reports/{self.ledger.report_of(step.agency)}/acceptance"
        return self._told("POST", path, step, by=self._judge(step), json={})

    def _close_campaign(self, step: Step) -> dict[str, Any]:
        return self._told("POST", f"{API}/campaigns/{YEAR}/closure", step, by=SNV_LEADER, json={})

    def _compile(self, step: Step) -> dict[str, Any]:
        told = self._told("POST", PROVINCIAL, step, by=SNV_OFFICER, json={})
        wait_for_files(self.portal)
        return told

    def _issue(self, step: Step) -> dict[str, Any]:
        self._told("POST", f"{PROVINCIAL}/review", step, by=SNV_OFFICER, json={}, part="review")
        passes = {"passes": True, "comment": "Thống nhất với dự thảo."}
        self._told(
            "POST",
            f"{PROVINCIAL}/judgement",
            step,
            by=PROVINCE_LEADER,
            json=passes,
            part="judgement",
        )
        given = {"symbol": step.data["symbol"]}
        told = self._told("POST", f"{PROVINCIAL}/issue", step, by=SNV_LEADER, json=given)
        wait_for_files(self.portal)
        return told

    # --- what they share --------------------------------------------------------------------------------

    def _told(
        self, method: str, path: str, step: Step, *, by: str, json: Any, part: str = ""
    ) -> dict[str, Any]:
        """Do one act of a step; a step of several acts names each part, so that none is done twice."""
        key = f"{step.key}-{part}" if part else step.key
        answer: Answer = self.portal.ask(method, path, by=by, json=json, key=key)
        if answer.refused:
            raise Stopped(f"{step.key} ({by}): {answer.why}")
        return {"answer": _few(answer.body)}

    def _officer(self, step: Step) -> str:
        return officer(self.offices[step.agency])


def _few(body: dict[str, Any]) -> dict[str, Any]:
    """The plain values of an answer."""
    return {name: value for name, value in body.items() if not isinstance(value, (dict, list))}


def _line(step: Step) -> dict[str, Any]:
    data = dict(step.data)
    if "sections" in data:
        data["sections"] = sorted(data["sections"])
    return {
        "line": "step",
        "key": step.key,
        "day": step.day.isoformat(),
        "act": step.act,
        "agency": step.agency,
        "version": step.version,
        "data": data,
        "answer": {},
    }


def wait_for_files(portal: Portal) -> list[dict[str, Any]]:
    """The files of the provincial report, once all three are there and final. Raises `Stopped`."""
    until = time.monotonic() + COMPILE_SECONDS
    while time.monotonic() < until:
        told = portal.must("GET", PROVINCIAL, by=SNV_OFFICER)
        files: list[dict[str, Any]] = told.get("files") or []
        kinds = {str(one["name"]).rpartition(".")[2] for one in files}
        if kinds >= DOCUMENTS and told.get("final", True):
            return files
        if "FAILED" in {str(told.get(name, "")).upper() for name in ("state", "drawing")}:
            raise Stopped(f"Không lập được báo cáo tỉnh: {told.get('error') or told}")
        time.sleep(0.5)
    raise Stopped(f"Báo cáo tỉnh chưa xong sau {COMPILE_SECONDS:.0f} giây")
