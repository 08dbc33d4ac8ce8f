"""How a unit of work becomes documents: events with their envelope, audit lines, and the final writes."""

from datetime import datetime

from kernel.config import Settings
from kernel.crash import crash
from kernel.errors import ChangedMeanwhile, Invalid
from kernel.message import Aggregate, Audience, Event, Told, check, dataschema, encode, new_id
from kernel.store import changes
from kernel.store.audit import digest_of
from kernel.store.mongo import Database, Document, InsertOne, ReplaceOne, UpdateOne
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


def flush(database: Database[Document], unit: Unit) -> None:
    """Write everything the unit gathered; its transaction ends after this."""
    writes = unit.writes
    _write_numbers(database, unit)
    _write_states(database, unit)
    crash("store.between_state_and_events")
    rows = {"events": writes.events, "pending": writes.pending, "audit": writes.audit}
    for name, documents in {**rows, "idempotency": writes.keys}.items():
        if documents:
            database[name].insert_many(documents, session=unit.session)
    changes.write(database, writes.changes, session=unit.session)
    crash("store.before_commit")


def _write_states(database: Database[Document], unit: Unit) -> None:
    operations: dict[str, list[InsertOne[Document] | ReplaceOne[Document]]] = {}
    for (collection, id_), (before, row) in unit.writes.states.items():
        operations.setdefault(collection, []).append(
            ReplaceOne({"_id": id_, "version": before}, row) if before else InsertOne(row)
        )
    for collection, wanted in operations.items():
        done = database[collection].bulk_write(wanted, session=unit.session, ordered=False)
        if done.matched_count + done.inserted_count != len(wanted):
            raise ChangedMeanwhile


def _write_numbers(database: Database[Document], unit: Unit) -> None:
    wanted = [
        UpdateOne({"_id": series, "last": start}, {"$set": {"last": now}}, upsert=start == 0)
        for series, (start, now) in unit.writes.numbers.items()
    ]
    if wanted:
        done = database["numbers"].bulk_write(wanted, session=unit.session, ordered=False)
        if done.matched_count + done.upserted_count != len(wanted):
            raise ChangedMeanwhile
