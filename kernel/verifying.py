"""Proof of a journal: every leaf is numbered, chained, signed, and accounts for its audit lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kernel.journal import mark_of, segment_of
from kernel.keys import KeyRing
from kernel.segment import Mark, NotAuthentic, Segment, audit_digest, verify
from kernel.store.audit import AuditLinesSealed, digest_of, digest_over
from kernel.store.mongo import Database, Document


@dataclass
class Verdict:
    """What was looked at, and every place where something is wrong."""

    segments: int = 0
    events: int = 0
    recovered: int = 0
    wrong: list[str] = field(default_factory=list)


def verify_journal(database: Database[Document], ring: KeyRing) -> Verdict:
    """Read a service's whole journal and check it."""
    verdict, marks = Verdict(), dict[tuple[str, int], Mark]()
    heads = [
        mark_of(row) for row in database["heads"].find()
    ]  # before: more may be sealed meanwhile
    order = [("source", 1), ("epoch", 1), ("number", 1)]
    for row in database["segments"].find(sort=order, batch_size=20):
        segment = segment_of(row)
        key = (segment.source, segment.epoch)
        before = marks.get(key, Mark(*key))
        where = f"{segment.source} {segment.epoch}/{segment.number}"
        back = "recovered" in row  # its audit lines went with a disk: said, and not wrong
        verdict.recovered += back
        faults = _faults(segment, before, ring, database, recovered=back)
        verdict.wrong += [f"{where}: {what}" for what in faults]
        verdict.segments, verdict.events = (
            verdict.segments + 1,
            verdict.events + segment.last - segment.first + 1,
        )
        marks[key] = segment.mark
    verdict.wrong += [
        f"{head.source} {head.epoch}/{head.number}: the last leaf is missing"
        for head in heads
        if marks.get((head.source, head.epoch), Mark(head.source)).number < head.number
    ]
    return verdict


def _faults(
    segment: Segment,
    before: Mark,
    ring: KeyRing,
    database: Database[Document],
    *,
    recovered: bool,
) -> Iterator[str]:
    if (segment.number, segment.first) != (before.number + 1, before.last + 1):
        yield "number does not follow"
    if segment.prev_hash != before.hash:
        yield "chain is broken"
    try:
        verify(segment, ring)
    except NotAuthentic as error:
        yield f"{error.reason} is wrong"
        return
    if not recovered and segment.audit != _audit_of(segment, database):
        yield "audit lines were changed or removed"
    for sealed in segment.events():
        if sealed["type"] == AuditLinesSealed.wire and not _stand(sealed["data"], database):
            yield "audit notes were changed or removed"


def _stand(sealed: Document, database: Database[Document]) -> bool:
    """Whether the notes an event accounts for are still those."""
    where = {"_id": {"$gte": sealed["first"], "$lte": sealed["last"]}, "what": {"$exists": True}}
    lines = list(database["audit"].find(where, sort=[("_id", 1)]))
    return (len(lines), digest_over(lines)) == (sealed["lines"], sealed["digest"])


def _audit_of(segment: Segment, database: Database[Document]) -> str:
    """The audit digest, made anew from the lines as they are now."""
    ids = [event["id"] for event in segment.events()]
    lines = {row["_id"]: row for row in database["audit"].find({"_id": {"$in": ids}})}
    return audit_digest([digest_of(lines[one]) for one in ids if one in lines])
