"""Segments: the sealed leaves of the journal, as values. How they are sealed, sent, read and verified."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from kernel.keys import KeyRing, Signer

NO_HASH = "0" * 64
SEGMENT, HEAD, EPOCH = "segment", "head", "epoch"


class NotAuthentic(Exception):
    """What came is not a segment that a known site sealed; `reason` is a short word for metrics."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Mark(NamedTuple):
    """Where a source stands: its newest segment, the events counted so far, the hash to chain to."""

    source: str
    epoch: int = 1
    number: int = 0
    last: int = 0
    hash: str = NO_HASH


@dataclass(frozen=True, slots=True)
class Segment:
    """One sealed leaf: `number` counts segments and `first`–`last` events of one source and epoch,
    both from 1 without gaps; `body` is a CloudEvents JSON batch whose bytes are never rebuilt.
    """

    source: str
    epoch: int
    number: int
    first: int
    last: int
    keyid: str
    audit: str
    prev_hash: str
    hash: str
    signature: bytes
    body: bytes

    @property
    def mark(self) -> Mark:
        """Where the source stands with this segment."""
        return Mark(self.source, self.epoch, self.number, self.last, self.hash)

    @property
    def service(self) -> str:
        """The service that tells this source."""
        return self.source.split("/")[2]

    def headers(self) -> dict[str, str | int]:
        """Everything but the body, in the form that travels beside it."""
        return {
            "danvan": SEGMENT,
            "source": self.source,
            "epoch": self.epoch,
            "number": self.number,
            "first": self.first,
            "last": self.last,
            "keyid": self.keyid,
            "audit": self.audit,
            "prev": self.prev_hash,
            "hash": self.hash,
            "signature": base64.b64encode(self.signature).decode(),
        }

    def events(self) -> list[dict[str, Any]]:
        """The events, decoded. Raises `ValueError` when the body is not what the header says."""
        events: list[dict[str, Any]] = orjson.loads(self.body)
        if not isinstance(events, list) or len(events) != self.last - self.first + 1:
            raise ValueError("the body does not hold the events its header counts")
        return events


@dataclass(frozen=True, slots=True)
class Head:
    """An announcement of the newest segment of a source, so that a lost tail is noticed."""

    mark: Mark
    keyid: str
    signature: bytes

    def headers(self) -> dict[str, str | int]:
        """The announcement in the form that travels (its body is empty)."""
        return {
            "danvan": HEAD,
            **self.mark._asdict(),
            "keyid": self.keyid,
            "signature": base64.b64encode(self.signature).decode(),
        }


@dataclass(frozen=True, slots=True)
class Opening:
    """An operator's act after a restore: a source goes on in the next epoch, and of the one before only
    what comes up to `kept` counts.
    """

    kept: Mark
    keyid: str
    signature: bytes

    def headers(self) -> dict[str, str | int]:
        """The act in the form that travels (its body is empty)."""
        return {
            "danvan": EPOCH,
            **self.kept._asdict(),
            "keyid": self.keyid,
            "signature": base64.b64encode(self.signature).decode(),
        }


def seal(signer: Signer, bodies: Sequence[bytes], *, after: Mark, audit: str) -> Segment:
    """Seal events (their exact bytes) into the segment that follows `after`."""
    body = b"[" + b",".join(bodies) + b"]"
    number, first, last = after.number + 1, after.last + 1, after.last + len(bodies)
    header = _canonical(after.source, after.epoch, number, first, last, signer.keyid, audit)
    digest = _digest(header, after.hash, body)
    return Segment(
        source=after.source,
        epoch=after.epoch,
        number=number,
        first=first,
        last=last,
        keyid=signer.keyid,
        audit=audit,
        prev_hash=after.hash,
        hash=digest,
        signature=signer.sign(_signed(SEGMENT, digest)),
        body=body,
    )


def announce(signer: Signer, mark: Mark) -> Head:
    """Sign the announcement of where a source stands."""
    signature = signer.sign(_signed(HEAD, _mark_digest(mark)))
    return Head(mark, signer.keyid, signature)


def open_after(signer: Signer, kept: Mark) -> Opening:
    """Sign the act that opens the epoch after the one of `kept`."""
    return Opening(kept, signer.keyid, signer.sign(_signed(EPOCH, _mark_digest(kept))))


def audit_digest(digests: Sequence[str]) -> str:
    """The digest over audit lines that a segment's header seals; empty when there are none."""
    return hashlib.sha256("".join(digests).encode()).hexdigest() if digests else ""


def verify(segment: Segment, ring: KeyRing) -> None:
    """Raise `NotAuthentic` unless the bytes are what a key of that very site signed."""
    header = _canonical(
        segment.source,
        segment.epoch,
        segment.number,
        segment.first,
        segment.last,
        segment.keyid,
        segment.audit,
    )
    if _digest(header, segment.prev_hash, segment.body) != segment.hash:
        raise NotAuthentic("hash")
    message = _signed(SEGMENT, segment.hash)
    if not ring.vouches(segment.keyid, _site(segment.source), message, segment.signature):
        raise NotAuthentic("signature")


def verify_head(head: Head, ring: KeyRing) -> None:
    """Raise `NotAuthentic` unless a key of that site signed the announcement."""
    message = _signed(HEAD, _mark_digest(head.mark))
    if not ring.vouches(head.keyid, _site(head.mark.source), message, head.signature):
        raise NotAuthentic("signature")


def verify_opening(opening: Opening, ring: KeyRing) -> None:
    """Raise `NotAuthentic` unless a key of that site signed the act."""
    message = _signed(EPOCH, _mark_digest(opening.kept))
    if not ring.vouches(opening.keyid, _site(opening.kept.source), message, opening.signature):
        raise NotAuthentic("signature")


_INTEGERS = ("epoch", "number", "first", "last")
_STRINGS = ("source", "keyid", "audit", "prev", "hash", "signature")
LONGEST_HEADER = 300


def read(headers: Mapping[str, Any], body: bytes, *, limit: int) -> Segment | Head | Opening:
    """What came over the wire, by its headers; nothing of the body is decoded here.

    Raises `NotAuthentic` for whatever is not shaped like ours.
    """
    if len(body) > limit:
        raise NotAuthentic("size")
    match headers.get("danvan"):
        case "segment":
            h = _checked(headers, _INTEGERS, _STRINGS)
            return Segment(
                h["source"],
                h["epoch"],
                h["number"],
                h["first"],
                h["last"],
                h["keyid"],
                h["audit"],
                h["prev"],
                h["hash"],
                _signature(h),
                body,
            )
        case "head" | "epoch" as kind:
            h = _checked(
                headers, ("epoch", "number", "last"), ("source", "keyid", "hash", "signature")
            )
            mark = Mark(h["source"], h["epoch"], h["number"], h["last"], h["hash"])
            made = Head if kind == HEAD else Opening
            return made(mark, h["keyid"], _signature(h))
        case _:
            raise NotAuthentic("headers")


def _checked(
    headers: Mapping[str, Any], integers: Sequence[str], strings: Sequence[str]
) -> Mapping[str, Any]:
    for name in integers:
        value = headers.get(name)
        if type(value) is not int or not 0 <= value < 2**63:
            raise NotAuthentic("headers")
    for name in strings:
        value = headers.get(name)
        if type(value) is not str or len(value) > LONGEST_HEADER or not _plain(value):
            raise NotAuthentic("headers")
    if headers["source"].count("/") != 3:  # noqa: PLR2004  /site/service/audience
        raise NotAuthentic("headers")
    return headers


def _plain(value: str) -> bool:
    """Whether it is text that ours could be: the library also lets lone surrogates and newlines through."""
    return value.isascii() and (value.isprintable() or not value)


def _signature(headers: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(headers["signature"], validate=True)
    except ValueError as wrong:
        raise NotAuthentic("headers") from wrong


def _site(source: str) -> str:
    return source.split("/")[1]


def _canonical(*fields: str | int) -> bytes:
    return "\n".join(map(str, fields)).encode()


def _digest(header: bytes, prev_hash: str, body: bytes) -> str:
    digest = hashlib.sha256(header)
    digest.update(b"\n" + prev_hash.encode() + b"\n")
    digest.update(body)
    return digest.hexdigest()


def _mark_digest(mark: Mark) -> str:
    return hashlib.sha256(_canonical(*mark)).hexdigest()


def _signed(kind: str, digest: str) -> bytes:
    return f"danvan {kind} {digest}".encode()
