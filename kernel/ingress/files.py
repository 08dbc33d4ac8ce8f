"""Segments carried by hand: the same bytes in one signed file, through the same ingress.

A file is a line of JSON for each segment, followed by its body, and ends with the signature of the
site that made it over everything before. Who carries it can read it, and change nothing.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from typing import IO, Any

import orjson

from kernel.enrolment import WORD
from kernel.errors import Invalid
from kernel.keys import KeyRing, Signer
from kernel.segment import NotAuthentic, Segment, read
from kernel.store.mongo import Database, Document

LARGEST = 8_388_608
LONGEST_LINE = 65_536


class WrongFile(Invalid):
    """Not a file of segments, cut off, or changed on the way."""

    code = "wrong_file"
    title = "Tệp dữ liệu không đúng định dạng, bị cắt hoặc đã bị sửa."


def write(file: IO[bytes], segments: Iterable[Segment], *, site: str, signer: Signer) -> int:
    """Write segments into a file and sign it. Gives how many there are."""
    digest, count = hashlib.sha256(), 0
    for part in _parts(segments, site):
        digest.update(part)
        count += part.startswith(b'{"danvan":"segment"')
        file.write(part)
    file.write(orjson.dumps(_signature(digest.hexdigest(), signer)) + b"\n")
    return count


def _parts(segments: Iterable[Segment], site: str) -> Iterator[bytes]:
    yield orjson.dumps({"danvan": "file", "site": site}) + b"\n"
    for one in segments:
        yield orjson.dumps({**one.headers(), "size": len(one.body)}) + b"\n"
        yield one.body + b"\n"


def _signature(digest: str, signer: Signer) -> dict[str, str]:
    signed = base64.b64encode(signer.sign(_signed(digest))).decode()
    return {"danvan": "end", "keyid": signer.keyid, "sha256": digest, "signature": signed}


def _signed(digest: str) -> bytes:
    return f"danvan file {digest}".encode()


def check(file: IO[bytes], ring: KeyRing) -> str:
    """Read a whole file and hold it against its signature. Gives the site that made it.

    Raises `WrongFile` for anything that is not whole, or not signed by a key of that site.
    """
    digest, site = hashlib.sha256(), ""
    for header, raw, body in _pieces(file):
        match header.get("danvan"):
            case "file" if not site and WORD.fullmatch(str(header.get("site"))):
                site = header["site"]
            case "segment" if site:
                pass
            case "end" if site:
                _check_end(header, digest.hexdigest(), site, ring)
                return site
            case _:
                raise WrongFile
        digest.update(raw)
        digest.update(body)
    raise WrongFile


def _check_end(header: dict[str, Any], digest: str, site: str, ring: KeyRing) -> None:
    try:
        signature = base64.b64decode(header["signature"], validate=True)
        good = ring.vouches(header["keyid"], site, _signed(digest), signature)
    except (KeyError, TypeError, ValueError) as wrong:
        raise WrongFile from wrong
    if not good:
        raise WrongFile


def segments(file: IO[bytes]) -> Iterator[Segment]:
    """The segments of a file that was checked. Raises `WrongFile`."""
    for header, _, body in _pieces(file):
        if header.get("danvan") == "segment":
            try:
                found = read(header, body[:-1], limit=LARGEST)
            except NotAuthentic as wrong:
                raise WrongFile from wrong
            assert isinstance(found, Segment)
            yield found


def _pieces(file: IO[bytes]) -> Iterator[tuple[dict[str, Any], bytes, bytes]]:
    """Each header with its own bytes and those of its body."""
    while raw := file.readline(LONGEST_LINE):
        try:
            header = orjson.loads(raw)
            size = header.get("size", -1)
        except (ValueError, AttributeError) as wrong:
            raise WrongFile from wrong
        if type(size) is not int or size > LARGEST:
            raise WrongFile
        body = file.read(size + 1) if size >= 0 else b""
        if len(body) != size + 1:
            raise WrongFile
        yield header, raw, body


# --- the tray where the ingress finds what was brought ------------------------------------------------


def lay_down(database: Database[Document], found: Iterable[Segment], *, origin: str) -> int:
    """Lay segments down for the ingress, as if they had come over this origin's line."""
    count = 0
    for one in found:
        id_ = f"{origin}|{one.source}|{one.epoch}|{one.number:012d}"
        row = {"origin": origin, "headers": one.headers(), "body": one.body}
        database["brought"].replace_one({"_id": id_}, row, upsert=True)
        count += 1
    return count
