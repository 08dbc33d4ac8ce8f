"""A file is what its content says; pictures lose what cameras write; bombs and macros are refused."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given, strategies as st

from contracts.reception import FileKind, PetitionKind, Visibility
from ground.attached import (
    DOCX,
    JPEG,
    PDF,
    PNG,
    WEBP,
    XLSX,
    ActiveFile,
    TooLargeFile,
    WrongFile,
    examined,
)
from services.reception.domain.files import NoVaultHere, VaultOnly, check_place

MOST = 5 * 1_048_576
SECRET = b"GPS 13.98,108.00 Canon"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def a_jpeg(*, orientation: int = 6, behind: bytes = b"", width: int = 40) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    make = struct.pack("<HHII", 0x010F, 2, len(SECRET), 38)
    tiff = b"II*\0" + struct.pack("<IH", 8, 2) + make + entry + struct.pack("<I", 0) + SECRET
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            segment(0xE1, b"Exif\0\0" + tiff),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
            segment(0xFE, SECRET),
            segment(0xC0, struct.pack(">BHHB", 8, 30, width, 1) + b"\1\x11\0"),
            segment(0xDA, b"\1\1\0\0\x3f\0"),
            b"\x12\xff\x00\x34\xff\xd0\x56",
            segment(0xC4, b"\0" * 17),
            segment(0xDA, b"\1\1\0\0\x3f\0"),
            b"\x78",
            b"\xff\xd9",
            behind,
        )
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def a_png(width: int = 4) -> bytes:
    head = struct.pack(">IIBBBBB", width, 4, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"IHDR", head),
            chunk(b"tEXt", SECRET),
            chunk(b"eXIf", SECRET),
            chunk(b"IDAT", zlib.compress(b"\0" * 20)),
            chunk(b"IEND", b""),
            SECRET,
        )
    )


def a_webp() -> bytes:
    def part(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)

    body = b"WEBP" + part(b"VP8X", b"\x0c\0\0\0\3\0\0\3\0\0") + part(b"VP8 ", b"picture!")
    body += part(b"EXIF", SECRET) + part(b"XMP ", SECRET)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def a_zip(*, parts: dict[str, bytes]) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return kept.getvalue()


def a_docx(**more: bytes) -> bytes:
    return a_zip(parts={"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", **more})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_jpeg(), JPEG),
        (a_png(), PNG),
        (a_webp(), WEBP),
        (b"%PDF-1.7\n%%EOF", PDF),
        (a_docx(), DOCX),
        (a_zip(parts={"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), XLSX),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: str):
    assert examined(content, most=MOST)[0] == kind


@pytest.mark.parametrize("picture", [a_jpeg(behind=a_jpeg()), a_png(), a_webp()])
def test_a_picture_tells_nothing_but_itself(picture: bytes):
    kind, kept = examined(picture, most=MOST)

    assert SECRET in picture
    assert SECRET not in kept
    assert examined(kept, most=MOST) == (kind, kept)


@pytest.mark.parametrize(("orientation", "kept"), [(6, True), (1, False)])
def test_of_a_photograph_only_which_way_is_up_stays(orientation: int, kept: bool):
    picture = examined(a_jpeg(orientation=orientation), most=MOST)[1]

    assert (b"Exif\0\0" in picture) == kept
    assert b"\x12\xff\x00\x34\xff\xd0\x56" in picture


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"MZ\x90\0" + b"\0" * 80, WrongFile),
        (b"<html><script>alert(1)</script>", WrongFile),
        (b"", WrongFile),
        (a_zip(parts={"x.txt": b"x"}), WrongFile),
        (a_jpeg()[:90], WrongFile),
        (a_png()[:40], WrongFile),
        (b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript >> >>", ActiveFile),
        (a_docx(**{"word/vbaProject.bin": b"x"}), ActiveFile),
        (a_docx(**{"word/media/a.xml": b"\0" * 30_000_000}), TooLargeFile),
        (b"%PDF" + b"x" * MOST, TooLargeFile),
        (a_png(width=100_000_000), TooLargeFile),
        (a_jpeg(width=65_000), None),
    ],
)
def test_what_is_no_file_of_ours_is_refused(content: bytes, refusal: type[Exception] | None):
    if refusal is None:
        assert examined(content, most=MOST)
        return
    with pytest.raises(refusal):
        examined(content, most=MOST)


@given(st.data(), st.sampled_from([a_jpeg(), a_png(), a_webp(), a_docx()]))
def test_whatever_a_file_holds_it_is_taken_or_refused(data: st.DataObject, good: bytes):
    broken = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    broken = broken[: data.draw(st.integers(1, len(broken)))]
    try:
        kind, _ = examined(bytes(broken), most=MOST)
    except (WrongFile, TooLargeFile, ActiveFile):
        return
    assert kind


def test_what_a_denouncer_handed_in_lies_in_the_vault_and_nowhere_else():
    for about in (FileKind.SCAN, FileKind.EVIDENCE):
        check_place(PetitionKind.DENUNCIATION, about, Visibility.VAULT)
        for place in (Visibility.PUBLIC, Visibility.PETITIONER, Visibility.INTERNAL):
            with pytest.raises(VaultOnly):
                check_place(PetitionKind.DENUNCIATION, about, place)
    with pytest.raises(NoVaultHere):
        check_place(PetitionKind.COMPLAINT, FileKind.SCAN, Visibility.VAULT)
