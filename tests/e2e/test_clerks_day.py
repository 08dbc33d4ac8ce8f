"""A clerk's and a head's day over HTTP: the real web processes, workers, broker and database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
from xlsxwriter import Workbook

from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor
from tests.site import Process, Site, a_site, wait_for

TODAY = SystemClock().today().isoformat()


class Person:
    """Somebody who talks to the API with a token."""

    def __init__(self, site: Site, role: str, agency: str) -> None:
        keys = SessionKeys(site.folder / "keys", site="gialai")
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        self.headers = {"Authorization": f"Bearer {keys.issue(actor, now=now, minutes=10)}"}

    def post(
        self, process: Process, path: str, body: Any = None, **headers: str
    ) -> requests.Response:
        url = f"http://127.0.0.1:{process.ports['web_port']}{path}"
        return requests.post(url, json=body, headers={**self.headers, **headers}, timeout=20)

    def get(self, process: Process, path: str, **query: str) -> requests.Response:
        url = f"http://127.0.0.1:{process.ports['web_port']}{path}"
        return requests.get(url, params=query, headers=self.headers, timeout=20)


@pytest.fixture(scope="module")
def site(running_servers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for this day; each test has agencies of its own."""
    with a_site(tmp_path_factory.mktemp("day")) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def house(site: Site) -> dict[str, Process]:
    """Both services, web and worker."""
    create_session_key(site.folder / "keys")
    create_secret(site.folder / "keys")
    started = {
        "reception-worker": site.worker("reception"),
        "reporting-worker": site.worker("reporting"),
        "reception": site.web("reception"),
        "reporting": site.web("reporting"),
    }
    return {name: process.ready() for name, process in started.items()}


def a_petition(**more: Any) -> dict[str, Any]:
    return {
        "kind": "COMPLAINT",
        "channel": "COUNTER",
        "received_on": TODAY,
        "summary": "Đề nghị xem xét lại mức bồi thường đất ở.",
        "petitioner": {"name": "Rơ Châm H'Thử"},
        **more,
    }


ACCEPTABLE = {"eligible": True, "competent": True, "disposition": "ACCEPT", "on": TODAY}


A_SESSION = {
    "kind": "PERIODIC",
    "host": "HEAD",
    "held_on": TODAY,
    "place": "Trụ sở",
    "visits": 3,
    "persons": 9,
    "matters": 2,
    "groups": 1,
    "group_persons": 5,
}


def a_row(**more: Any) -> dict[str, Any]:
    return {"act": "register_petition", **a_petition(**more)}


def test_a_petition_is_registered_classified_accepted_decided_and_counted(site: Site, house):
    clerk, head = Person(site, "RECEPTIONIST", "ag-1a"), Person(site, "AGENCY_HEAD", "ag-1a")
    officer = Person(site, "SNV_OFFICER", "snv")
    reception = house["reception"]

    receipt = clerk.post(reception, "/api/reception/v1/petitions", a_petition())
    assert receipt.status_code == 201, receipt.text
    path = f"/api/reception/v1/petitions/{receipt.json()['petition']}"
    assert clerk.post(reception, f"{path}/classification", ACCEPTABLE).ok
    assert head.post(reception, f"{path}/acceptance").json()["state"] == "ACCEPTED"
    by = {"outcome": "JUSTIFIED", "document": "125/QĐ-UBND"}
    assert head.post(reception, f"{path}/decision", by).json()["state"] == "DECIDED"
    assert head.get(reception, path).json()["decision"] == "125/QĐ-UBND"

    def figures() -> dict[str, int]:
        asked = {"agency": "ag-1a", "from": TODAY, "to": TODAY}
        found = officer.get(house["reporting"], "/api/reporting/v1/figures", **asked)
        assert found.status_code == 200, found.text
        return {row["indicator"]: row["value"] for row in found.json()["figures"]}

    wanted = {"PET_IN": 1, "PET_SETTLED": 1, "PET_ONTIME": 1}
    wait_for(lambda: wanted.items() <= figures().items(), "the figures")


def test_the_same_key_gives_the_same_receipt_and_another_body_is_refused(site: Site, house):
    clerk, reception = Person(site, "RECEPTIONIST", "ag-2a"), house["reception"]
    path, key = "/api/reception/v1/petitions", {"Idempotency-Key": "k-1"}

    first = clerk.post(reception, path, a_petition(), **key)
    again = clerk.post(reception, path, a_petition(), **key)
    other = clerk.post(reception, path, a_petition(summary="Việc khác hẳn."), **key)

    assert first.json() == again.json()
    assert other.status_code == 422
    assert other.json()["code"] == "key_reused"
    assert other.headers["Content-Type"] == "application/problem+json"


def test_bulk_gives_a_result_for_each_row_and_repeats_them(site: Site, house):
    clerk, reception = Person(site, "RECEPTIONIST", "ag-3a"), house["reception"]
    rows = [
        a_row(client_ref="r1"),
        a_row(client_ref="r2", kind="NONSENSE"),
        a_row(client_ref="r3", petitioner=None),
        a_row(client_ref="r4"),
    ]

    first = clerk.post(reception, "/api/reception/v1/acts", {"rows": rows}).json()
    again = clerk.post(reception, "/api/reception/v1/acts", {"rows": rows}).json()

    assert [row["status"] for row in first["results"]] == [200, 422, 422, 200]
    assert [first["results"][at]["answer"]["number"] for at in (0, 3)] == [1, 2]
    assert first == again


def test_an_agencys_software_brings_a_whole_case_and_a_clerk_may_not_decide(site: Site, house):
    reception = house["reception"]
    software, clerk = Person(site, "SOFTWARE", "ag-6a"), Person(site, "RECEPTIONIST", "ag-6a")
    case = [
        a_row(client_ref="p1"),
        {"act": "classify_petition", "client_ref": "p1-c", "ref": "p1", **ACCEPTABLE},
        {"act": "accept_petition", "client_ref": "p1-a", "ref": "p1", "on": TODAY, "complex": True},
        {
            "act": "decide_petition",
            "client_ref": "p1-d",
            "ref": "p1",
            "on": TODAY,
            "outcome": "JUSTIFIED",
        },
        {"act": "hold_session", "client_ref": "s1", **A_SESSION},
        {"act": "hold_session", "client_ref": "s2", **A_SESSION, "groups": 3, "group_persons": 14},
    ]

    done = software.post(reception, "/api/reception/v1/acts", {"rows": case}).json()["results"]
    rows = [{**row, "client_ref": f"x{at}"} for at, row in enumerate(case[2:4])]
    refused = clerk.post(reception, "/api/reception/v1/acts", {"rows": rows}).json()["results"]

    assert [row["status"] for row in done] == [200, 200, 200, 200, 200, 422]
    assert done[3]["answer"]["state"] == "DECIDED"
    assert "ít nhất 15 người" in done[5]["title"]
    assert [row["status"] for row in refused] == [403, 403]


def test_an_agencys_software_sends_an_excel_file(site: Site, house):
    software, reception = Person(site, "SOFTWARE", "ag-7a"), house["reception"]
    base = f"http://127.0.0.1:{reception.ports['web_port']}/api/reception/v1/import"
    titles = ("Ngày nhận", "Loại đơn", "Nguồn đơn", "Nội dung", "Mã tham chiếu")
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, titles)
        sheet.write_row(1, 0, (TODAY, "Phản ánh", "POST", "Đèn hỏng", "x-1"))
        sheet.write_row(2, 0, (TODAY, "Khiếu nại", "POST", "Thu hồi đất", "x-2"))

    def sent(content: bytes) -> requests.Response:
        files = {"file": ("don.xlsx", content)}
        return requests.post(base, files=files, headers=software.headers, timeout=20)

    results = sent(kept.getvalue()).json()["results"]
    assert [(row["client_ref"], row["status"]) for row in results] == [("x-1", 200), ("x-2", 422)]
    assert sent(b"no workbook").json()["code"] == "not_excel"
    template = requests.get(f"{base}/template", headers=software.headers, timeout=20)
    assert template.content.startswith(b"PK")


def test_a_foreign_agency_gets_404_and_a_wrong_role_403(site: Site, house):
    clerk, reception = Person(site, "RECEPTIONIST", "ag-4a"), house["reception"]
    stranger = Person(site, "AGENCY_HEAD", "ag-4b")
    receipt = clerk.post(reception, "/api/reception/v1/petitions", a_petition()).json()
    path = f"/api/reception/v1/petitions/{receipt['petition']}"

    assert stranger.get(reception, path).status_code == 404
    assert stranger.post(reception, f"{path}/acceptance", {}).status_code == 404
    assert clerk.post(reception, f"{path}/acceptance", {}).status_code == 403
    assert (
        requests.get(f"http://127.0.0.1:{reception.ports['web_port']}{path}", timeout=5).status_code
        == 401
    )


def test_a_petition_cannot_be_decided_before_it_is_accepted(site: Site, house):
    clerk, head = Person(site, "RECEPTIONIST", "ag-5a"), Person(site, "AGENCY_HEAD", "ag-5a")
    reception = house["reception"]
    receipt = clerk.post(reception, "/api/reception/v1/petitions", a_petition()).json()

    refused = head.post(
        reception,
        f"/api/reception/v1/petitions/{receipt['petition']}/decision",
        {"outcome": "JUSTIFIED"},
    )

    assert refused.status_code == 409
    assert "Đã vào sổ" in refused.json()["detail"]
