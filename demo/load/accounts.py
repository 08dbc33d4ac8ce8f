"""The accounts of the demo: four per agency, those of Sở Nội vụ and the province, a few of the Front."""

import json
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from demo.load.portal import Portal
from demo.load.problems import Stopped
from demo.year import Year
from demo.year.offices import SNV, Office

ADMINISTRATOR, APPROVER = "quan-tri", "quan-tri.duyet"
SNV_OFFICER, SNV_LEADER = "chuyen-vien.tong-hop", "lanh-dao.so-noi-vu"
PROVINCE_LEADER = "lanh-dao.ubnd-tinh"
SINCE = "2025-07-01"
EACH = (
    ("tiep-dan", "RECEPTIONIST", "Cán bộ tiếp công dân"),
    ("chuyen-vien", "DANVAN_OFFICER", "Chuyên viên dân vận"),
    ("thu-truong", "AGENCY_HEAD", "Thủ trưởng"),
    ("phan-mem", "SOFTWARE", "Phần mềm nghiệp vụ"),
)
FRONT_PLACES = 6
ROWS_AT_ONCE = 100
PRIVATE = 0o600


class Account(NamedTuple):
    """One account with its one role."""

    account: str
    name: str
    role: str
    agency: str

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.account}@mau.gialai.example"


def clerk(office: Office) -> str:
    """Who receives citizens at an agency."""
    return f"tiep-dan.{office.slug}"


def officer(office: Office) -> str:
    """Who writes an agency's report."""
    return f"chuyen-vien.{office.slug}"


def head(office: Office) -> str:
    """Who signs for an agency."""
    return f"thu-truong.{office.slug}"


def software(office: Office) -> str:
    """An agency's own software."""
    return f"phan-mem.{office.slug}"


def accounts(year: Year) -> Iterator[Account]:
    """Every account of the demo but the first administrator's."""
    for office in year.offices:
        for word, role, name in EACH:
            yield Account(f"{word}.{office.slug}", f"{name} {office.name}", role, office.id)
    home = focal(year).id
    yield Account(SNV_OFFICER, "Chuyên viên tổng hợp Sở Nội vụ", "SNV_OFFICER", home)
    yield Account(SNV_LEADER, "Lãnh đạo Sở Nội vụ", "SNV_LEADER", home)
    yield Account(PROVINCE_LEADER, "Lãnh đạo UBND tỉnh", "PROVINCE_LEADER", home)
    for office in [one for one in year.offices if one.is_commune][:FRONT_PLACES]:
        name = f"Ủy ban MTTQ Việt Nam {office.place.lower()}"
        yield Account(f"mat-tran.{office.slug}", name, "FRONT_PARTICIPANT", office.id)


def focal(year: Year) -> Office:
    """Sở Nội vụ, through which all reports go."""
    return next(office for office in year.reporters if office.is_called(SNV))


def open_accounts(portal: Portal, year: Year) -> int:
    """Open every account with its role. Raises `Stopped`."""
    found = list(accounts(year))
    open_some(portal, found)
    return len(found)


def open_some(portal: Portal, found: Sequence[Account]) -> None:
    """Open accounts: one administrator proposes their roles, a second one approves. Raises `Stopped`."""
    rows = [row for one in found for row in rows_of(one, portal.password)]
    _send(portal, rows, by=ADMINISTRATOR)
    _send(portal, [approval_of(one) for one in found], by=APPROVER)


def _send(portal: Portal, rows: Sequence[dict[str, str]], *, by: str) -> None:
    for first in range(0, len(rows), ROWS_AT_ONCE):
        some = {"rows": rows[first : first + ROWS_AT_ONCE], "quiet": True}
        told = portal.must("POST", "/api/registry/v1/acts", by=by, json=some)
        refused = [one for one in told["results"] if one["status"] >= 400]  # noqa: PLR2004
        if refused:
            raise Stopped(f"Tài khoản {refused[0]['client_ref']}: {refused[0].get('title')}")


def rows_of(one: Account, password: str) -> Iterator[dict[str, str]]:
    """The rows that open an account and propose its role."""
    yield {
        "act": "open_account",
        "client_ref": one.account,
        "name": one.name,
        "email": one.email,
        "password": password,
        "agency": one.agency,
    }
    yield {
        "act": "propose_role",
        "client_ref": f"{one.account}/{one.role}",
        "ref": one.account,
        "role": one.role,
        "agency": one.agency,
        "since": SINCE,
    }


def approval_of(one: Account) -> dict[str, str]:
    """The row by which a second administrator approves the role."""
    proposed = f"{one.account}/{one.role}"
    return {"act": "approve_role", "client_ref": f"{proposed}/approved", "ref": proposed}


def kept_password(path: Path) -> str:
    """The one password of this demo's accounts, made on the first run and readable by its owner only."""
    if path.exists():
        return str(json.loads(path.read_text(encoding="utf-8"))["password"])
    told = {"administrator": ADMINISTRATOR, "password": secrets.token_urlsafe(12)}
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE), "w") as file:
        json.dump(told, file, indent=1)
    return told["password"]
