"""The certificate: of each source what we have without a gap, and what its teller last announced."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from kernel.segment import Mark
from kernel.store.mongo import Database, Document, UpdateOne


def note_heard(database: Database[Document], heads: Iterable[Mark]) -> None:
    """Remember what was announced, and when we heard it."""
    now = datetime.now(UTC)
    rows = [
        UpdateOne(
            {"_id": f"{head.source}#{head.epoch}"},
            {
                "$max": {"announced": head.number, "announced_last": head.last},
                "$set": {"source": head.source, "epoch": head.epoch, "heard_at": now},
            },
            upsert=True,
        )
        for head in heads
    ]
    if rows:
        database["heard"].bulk_write(rows, ordered=False)


def certificate(database: Database[Document]) -> Iterator[dict[str, Any]]:
    """One row for each source and epoch that we know of."""
    stands = {(row["source"], row["epoch"]): row for row in database["positions"].find()}
    heard = {(row["source"], row["epoch"]): row for row in database["heard"].find()}
    gaps = {(row["source"], row["epoch"]): row for row in database["resends"].find()}
    for source, epoch in sorted(stands.keys() | heard.keys()):
        at, said = stands.get((source, epoch), {}), heard.get((source, epoch), {})
        number = at.get("number", 0)
        held = database["held"].count_documents({"source": source, "epoch": epoch})
        yield {
            "source": source,
            "epoch": epoch,
            "segment": number,
            "event": at.get("last", 0),
            "hash": at.get("hash", ""),
            "at": at.get("at"),
            "announced": said.get("announced", 0),
            "heard_at": said.get("heard_at"),
            "behind": max(0, said.get("announced", 0) - number),
            "held": held,
            "asked": gaps.get((source, epoch), {}).get("times", 0),
        }
