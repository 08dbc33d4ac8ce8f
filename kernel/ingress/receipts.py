"""Receipts: what the province says it has of a site's words, signed; so that the site knows of its own line.

They are news, not proof of loss: what is missing is asked for by number. A line whose queue empties
while receipts grow old is dead one way.
"""

import base64
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import orjson

from kernel.keys import KeyRing, Signer
from kernel.segment import Mark, NotAuthentic
from kernel.store.mongo import Database, Document, UpdateOne

RECEIPT = "receipt"


def write(signer: Signer, marks: Iterable[Mark]) -> tuple[bytes, dict[str, str]]:
    """The body and headers of a receipt for what stands there."""
    body = orjson.dumps([tuple(one) for one in marks])
    signature = base64.b64encode(signer.sign(_signed(body))).decode()
    return body, {"danvan": RECEIPT, "keyid": signer.keyid, "signature": signature}


def read(headers: dict[str, Any], body: bytes, ring: KeyRing, *, of: str) -> list[Mark]:
    """What the other end has. Raises `NotAuthentic` unless a key of that site signed it."""
    try:
        signature = base64.b64decode(headers["signature"], validate=True)
        good = ring.vouches(headers["keyid"], of, _signed(body), signature)
        marks = [Mark(*one) for one in orjson.loads(body)]
    except (KeyError, TypeError, ValueError) as wrong:
        raise NotAuthentic("headers") from wrong
    if not good:
        raise NotAuthentic("signature")
    return marks


def keep(database: Database[Document], marks: Iterable[Mark]) -> None:
    """Remember them: they only grow within an epoch."""
    now = datetime.now(UTC)
    rows = [
        UpdateOne(
            {"_id": f"{one.source}#{one.epoch}"},
            {
                "$max": {"number": one.number, "last": one.last},
                "$set": {"source": one.source, "epoch": one.epoch, "at": now},
            },
            upsert=True,
        )
        for one in marks
    ]
    if rows:
        database["receipts"].bulk_write(rows, ordered=False)


def kept(database: Database[Document]) -> list[Document]:
    """Of our own sources, up to where the other end said it has them, and when it said so."""
    return list(database["receipts"].find({}, {"_id": 0}, sort=[("source", 1), ("epoch", 1)]))


def _signed(body: bytes) -> bytes:
    return f"danvan receipt {hashlib.sha256(body).hexdigest()}".encode()
