"""How a unit of work becomes documents: events with their envelope, audit lines, and the final writes."""

from collections.abc import Iterator
from datetime import datetime

from kernel.config import Settings
from kernel.crash import crash
from kernel.errors import ChangedMeanwhile, Invalid
from kernel.message import Aggregate, Audience, Event, Told, check, dataschema, encode, new_id
from kernel.store import changes
from kernel.store.audit import digest_of
from kernel.store.mongo import Document, Handles, ReplaceOne, UpdateOne, insert
from kernel.store.unit import Unit, Writes


class EventTooLarge(Invalid):
    """An event is larger than may travel: larger things are files, referred to by hash."""

    code = "event_too_large"
    title = "Nội dung quá lớn để ghi thành một sự kiện; hãy đính kèm dưới dạng tệp."


def tell(unit: Unit, aggregate: Aggregate, *, source: str, settings: Settings) -> None:
    """Turn what an aggregate has to tell into rows of `events` and `pending`."""
    news, aggregate.news = aggregate.news, []
    assert news, "nothing is saved in silence: an aggregate tells what changed"
    for happened, to in news:
        check(happened)
        aggregate.version += 1
        aggregate.last_event = new_id(aggregate.last_event)
        stream = f"{source}/{_audience(happened, to)}"
        told = _envelope(unit, aggregate, happened, source=stream, law=settings.law_version)
        body = encode(happened, told)
        if len(body) > settings.event_bytes:
            raise EventTooLarge(event=happened.wire, size=len(body))
        _add(unit.writes, told, body, unit)


def _audience(happened: Event, to: str) -> str:
    assert to or happened.audience is not Audience.ADDRESSED, "an addressed event names a site"
    return f"site:{to}" if to else happened.audience.value


def _envelope(unit: Unit, aggregate: Aggregate, happened: Event, *, source: str, law: str) -> Told:
    return Told(
        id=aggregate.last_event,
        source=source,
        type=happened.wire,
        subject=aggregate.subject,
        time=unit.machine.isoformat(timespec="milliseconds"),
        dataschema=dataschema(type(happened)),
        agency=aggregate.agency,
        version=aggregate.version,
        legaldate=unit.legal.date().isoformat(),
        actor=unit.actor.office,
        causationid=unit.causation,
        lawversion=law,
        quiet=unit.quiet,
    )


def _add(writes: Writes, told: Told, body: bytes, unit: Unit) -> None:
    about = {"aggregate": told.subject, "version": told.version, "type": told.type}
    where = {"agency": told.agency, "source": told.source}
    writes.events.append({"_id": told.id, **about, **where, "body": body})
    writes.pending.append(pending_row(told.source, told.id, body, at=unit.machine))


def pending_row(source: str, event: str, body: bytes, *, at: datetime) -> Document:
    """A row of `pending`. Its id sorts by source and then by event, so that the one tree of the
    clustered collection serves every question the relay has."""
    return {"_id": f"{source}|{event}", "body": body, "at": at}


# --- audit ------------------------------------------------------------------------------------------


def account(unit: Unit, first: int) -> None:
    """Write the audit line of the events from `first` on; its digest goes into the segment that
    carries the first of them."""
    events = unit.writes.events[first:]
    line: Document = {
        "_id": events[0]["_id"],
        "at": unit.machine,
        "user": unit.actor.user,
        "role": unit.actor.role,
        "unit": unit.actor.agency,
        "command": unit.command,
        "events": [row["_id"] for row in events],
    }
    if unit.actor.acting_for:
        line["acting_for"] = unit.actor.acting_for
    line["digest"] = digest_of(line)
    unit.writes.audit.append(line)
    unit.writes.pending[first]["audit"] = line["digest"]


# --- writing ----------------------------------------------------------------------------------------


def flush(rows: Handles, unit: Unit) -> None:
    """Write everything the unit gathered; its transaction ends after this."""
    writes = unit.writes
    _write_numbers(rows, unit)
    _write_states(rows, unit)
    crash("store.between_state_and_events")
    told = {"events": writes.events, "pending": writes.pending, "audit": writes.audit}
    for name, documents in {**told, "idempotency": writes.keys}.items():
        insert(rows[name], documents, session=unit.session)
    changes.write(rows, writes.changes, session=unit.session)
    crash("store.before_commit")


def _write_states(rows: Handles, unit: Unit) -> None:
    fresh: dict[str, list[Document]] = {}
    changed: dict[str, list[ReplaceOne[Document]]] = {}
    for (collection, id_), (before, row) in unit.writes.states.items():
        if before:
            wanted = ReplaceOne({"_id": id_, "version": before}, row)
            changed.setdefault(collection, []).append(wanted)
        else:
            fresh.setdefault(collection, []).append(row)
    for collection, replaced in changed.items():
        done = rows[collection].bulk_write(replaced, session=unit.session, ordered=False)
        if done.matched_count != len(replaced):
            raise ChangedMeanwhile
    for collection, made in fresh.items():
        insert(rows[collection], made, session=unit.session)


def _write_numbers(rows: Handles, unit: Unit) -> None:
    wanted = list(_moved(unit))
    if wanted:
        done = rows["numbers"].bulk_write(wanted, session=unit.session, ordered=False)
        if done.matched_count + done.upserted_count != len(wanted):
            raise ChangedMeanwhile


def _moved(unit: Unit) -> Iterator[UpdateOne]:
    """The series of which more numbers were taken than the one that held it, or (its rows refused) not even that."""
    for series, held in unit.held.items():
        last = unit.writes.numbers.get(series, held.before)
        if last != held.stands:
            known = {"_id": series, "last": held.stands}
            yield UpdateOne(known, {"$set": {"last": last}}, upsert=held.stands == 0)
