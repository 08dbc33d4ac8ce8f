"""Looking at a file before it is kept: what it really is, what it would grow to, what it tells in secret.

Its name and the type the browser claims count for nothing. Pictures lose what cameras write beside them
(place, time, device) without being compressed again; only which way is up stays.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import filetype  # type: ignore[import-untyped]

from kernel.errors import Invalid

MEGABYTE = 1_048_576
MOST_RATIO, LARGEST_UNPACKED, MOST_PARTS = 100, 200 * MEGABYTE, 5000
MOST_PIXELS = 100_000_000
JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
OOXML = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{OOXML}wordprocessingml.document", f"{OOXML}spreadsheetml.sheet"
ENDINGS = {
    PDF: "pdf",
    JPEG: "jpg",
    PNG: "png",
    WEBP: "webp",
    DOCX: "docx",
    XLSX: "xlsx",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "video/mp4": "mp4",
}
PDF_ACTIVE = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
KEPT_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
    b"pHYs",
}
EXIF, ICC, ADOBE = b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"
START_OF_IMAGE, END_OF_IMAGE = b"\xff\xd8", b"\xff\xd9"
FRAME_FIRST, FRAME_LAST, NO_FRAME = 0xC0, 0xCF, {0xC4, 0xC8, 0xCC}
SCAN, APP0, APP1, APP15, COMMENT = 0xDA, 0xE0, 0xE1, 0xEF, 0xFE
# In a scan's data FF is followed by 00 or a restart mark; anything else is the next segment.
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
UPRIGHT, ORIENTATION_TAG, LARGEST_ORIENTATION = 1, 0x0112, 8


class WrongFile(Invalid):
    """The content is of no kind we take, whatever the name says."""

    code = "wrong_attachment"
    title = "Chỉ nhận PDF, ảnh JPEG, PNG, WebP, tài liệu Word, Excel, âm thanh MP3, M4A, video MP4; loại tệp được nhận biết theo nội dung."


class TooLargeFile(Invalid):
    """Larger than we keep, packed or unpacked."""

    code = "too_large_file"
    title = "Tệp quá lớn hoặc nén bất thường; tối đa {most} MB."


class ActiveFile(Invalid):
    """The file would do something when it is opened."""

    code = "active_file"
    title = (
        "Tệp có mã tự chạy (macro, JavaScript) nên không được nhận; hãy lưu lại bản không có mã."
    )


def examined(content: bytes, *, most: int) -> tuple[str, bytes]:
    """What a file is, and its content as it is kept.

    Raises `WrongFile`, `TooLargeFile`, `ActiveFile`.
    """
    if len(content) > most:
        raise _too_large(most)
    kind = filetype.guess_mime(content)
    if kind == "application/zip":
        kind = _packed_kind(content)
    if kind not in ENDINGS:
        raise WrongFile
    try:
        return kind, _cleaned(kind, content, most)
    except (struct.error, IndexError, zipfile.BadZipFile, zlib.error, ValueError) as wrong:
        raise WrongFile from wrong


def _cleaned(kind: str, content: bytes, most: int) -> bytes:
    match kind:
        case "image/jpeg":
            return _bare_jpeg(content, most)
        case "image/png":
            return _bare_png(content, most)
        case "image/webp":
            return _bare_webp(content, most)
        case "application/pdf":
            _check_pdf(content)
        case _ if kind.startswith(OOXML):
            _check_packed(content, most)
    return content


def _too_large(most: int) -> TooLargeFile:
    return TooLargeFile(most=most // MEGABYTE)


# --- packed -----------------------------------------------------------------------------------------


def _packed_kind(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
    except zipfile.BadZipFile:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _check_packed(content: bytes, most: int) -> None:
    """Measure what it unpacks to before unpacking, and again while unpacking: what it says may be a lie."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        parts = packed.infolist()
        whole = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or whole > min(LARGEST_UNPACKED, MOST_RATIO * len(content)):
            raise _too_large(most)
        if any("vbaproject" in part.filename.lower() for part in parts):
            raise ActiveFile
        for part in parts:
            _measure(packed, part, most)


def _measure(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> None:
    size = 0
    with packed.open(part) as stream:
        while chunk := stream.read(MEGABYTE):
            size += len(chunk)
            if size > part.file_size:
                raise _too_large(most)


def _check_pdf(content: bytes) -> None:
    if any(word in content for word in PDF_ACTIVE):
        raise ActiveFile


# --- pictures ---------------------------------------------------------------------------------------


def _check_pixels(width: int, height: int, most: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise _too_large(most)


def _bare_jpeg(content: bytes, most: int) -> bytes:
    """Keep what the picture is drawn from; of what is told beside it only which way is up."""
    kept, upright = [], UPRIGHT
    for marker, segment in _segments(content):
        if FRAME_FIRST <= marker <= FRAME_LAST and marker not in NO_FRAME:
            height, width = struct.unpack(">HH", segment[5:9])
            _check_pixels(width, height, most)
        if marker == APP1 and segment[4:10] == EXIF:
            upright = _way_up(segment[10:])
        elif _is_drawn(marker, segment):
            kept.append(segment)
    turned = _orientation(upright) if upright != UPRIGHT else b""
    return b"".join((START_OF_IMAGE, turned, *kept, END_OF_IMAGE))


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments up to the end of the picture; what hangs on behind it is left out."""
    at = len(START_OF_IMAGE)
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004  every segment begins so
            raise WrongFile
        marker = content[at + 1]
        if marker == END_OF_IMAGE[1]:
            return
        if marker == 0xFF:  # noqa: PLR2004  padding
            at += 1
            continue
        end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker == SCAN:
            found = AFTER_SCAN.search(content, end)
            if found is None:
                raise WrongFile
            end = found.start()
        yield marker, content[at:end]
        at = end


def _is_drawn(marker: int, segment: bytes) -> bool:
    """Whether a segment is needed to draw: no application's own words, no comments."""
    if marker == COMMENT:
        return False
    if not APP0 <= marker <= APP15:
        return True
    return segment[4:].startswith((b"JFIF\0", ICC, ADOBE))


def _way_up(tiff: bytes) -> int:
    """The orientation a camera noted; upright when it noted none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return UPRIGHT
    start = struct.unpack(f"{order}I", tiff[4:8])[0]
    count = struct.unpack(f"{order}H", tiff[start : start + 2])[0]
    for number in range(min(count, 200)):
        at = start + 2 + 12 * number
        tag, value = struct.unpack(f"{order}H6xH", tiff[at : at + 10])
        if tag == ORIENTATION_TAG and UPRIGHT <= value <= LARGEST_ORIENTATION:
            return int(value)
    return UPRIGHT


def _orientation(value: int) -> bytes:
    """A segment that says which way is up, and nothing else."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION_TAG, 3, 1, value, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(EXIF) + len(tiff)) + EXIF + tiff


def _bare_png(content: bytes, most: int) -> bytes:
    kept, at = [content[:8]], 8
    while at < len(content):
        size, name = struct.unpack(">I4s", content[at : at + 8])
        if name == b"IHDR":
            width, height = struct.unpack(">II", content[at + 8 : at + 16])
            _check_pixels(width, height, most)
        if name in KEPT_CHUNKS:
            kept.append(content[at : at + 12 + size])
        at += 12 + size
        if name == b"IEND":
            return b"".join(kept)
    raise WrongFile


def _bare_webp(content: bytes, most: int) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(content):
        name, size = struct.unpack("<4sI", content[at : at + 8])
        whole = content[at : at + 8 + size + size % 2]
        if name == b"VP8X":
            wide, high = (int.from_bytes(whole[i : i + 3], "little") + 1 for i in (12, 15))
            _check_pixels(wide, high, most)
            whole = whole[:8] + bytes([whole[8] & ~0x0C]) + whole[9:]
        if name not in {b"EXIF", b"XMP "}:
            kept.append(whole)
        at += len(whole)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
