"""The lines as people see them: of each site, is its line open, when was it heard, what is missing, held, refused."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from kernel.ingress.certificate import certificate
from kernel.ingress.receipts import kept
from kernel.store.mongo import Database, Document, UpdateOne

Rows = list[dict[str, Any]]


def note(
    database: Database[Document],
    lines: Mapping[str, bool],
    *,
    heard: Mapping[str, datetime],
    refusals: Mapping[tuple[str, str], int],
) -> None:
    """Remember how the lines stand, and what more was refused."""
    now = datetime.now(UTC)
    rows = [
        UpdateOne({"_id": site}, _line(is_open, heard.get(site), now), upsert=True)
        for site, is_open in lines.items()
    ]
    if rows:
        database["lines"].bulk_write(rows, ordered=False)
    counts = [_refusal(site, reason, more, now) for (site, reason), more in refusals.items()]
    if counts:
        database["refusals"].bulk_write(counts, ordered=False)


def _line(is_open: bool, heard_at: datetime | None, now: datetime) -> Document:  # noqa: FBT001
    heard = {"heard_at": heard_at} if heard_at else {}
    return {"$set": {"open": is_open, "at": now, **heard}}


def _refusal(site: str, reason: str, more: int, now: datetime) -> UpdateOne:
    change = {"$inc": {"n": more}, "$set": {"site": site, "reason": reason, "at": now}}
    return UpdateOne({"_id": f"{site}|{reason}"}, change, upsert=True)


def last_heard(database: Database[Document]) -> dict[str, datetime]:
    """When each site was last heard, as it was written down."""
    rows = database["lines"].find({"heard_at": {"$exists": True}})
    return {row["_id"]: row["heard_at"] for row in rows}


def overview(database: Database[Document], *, province: str = "") -> Rows:
    """A row for each other end: the sites of the register or, at a site, the province alone."""
    sources = list(certificate(database))
    ends = [{"_id": province}] if province else database["sites"].find(sort=[("_id", 1)])
    lines = {row["_id"]: row for row in database["lines"].find()}
    refused = list(database["refusals"].find(sort=[("reason", 1)]))
    receipts = kept(database)
    rows = []
    for end in ends:
        site = end["_id"]
        mine = [one for one in sources if province or one["source"].split("/")[1] == site]
        rows.append(
            {
                **_end(end, lines.get(site, {}), mine),
                "refused": _refused(site, refused),
                "receipts": receipts if province else [],
            }
        )
    return rows


def _end(end: Document, line: Document, sources: Rows) -> dict[str, Any]:
    return {
        "site": end["_id"],
        "state": end.get("state", "APPROVED"),
        "keyid": end.get("keyid", ""),
        "fingerprint": end.get("fingerprint", ""),
        "agencies": [dict(one) for one in end.get("agencies", ())],
        "open": bool(line.get("open")),
        "heard_at": line.get("heard_at"),
        "behind": _sum(sources, "behind"),
        "held": _sum(sources, "held"),
        "segments": _sum(sources, "segment"),
        "sources": sources,
    }


def _sum(rows: Iterable[dict[str, Any]], name: str) -> int:
    return sum(row[name] for row in rows)


def _refused(site: str, rows: Iterable[Document]) -> Rows:
    return [
        {"reason": row["reason"], "times": row["n"], "at": row["at"]}
        for row in rows
        if row["site"] == site
    ]
