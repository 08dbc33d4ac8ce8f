"""The PDF against the clauses of ISO 19005-2 (PDF/A-2a), read by another library than the one that made it.

No validator of the standard is among the libraries of this house; what is asked here is what a reader can see of
each object, so that a claim in the metadata is more than a claim.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

FORBIDDEN_ACTIONS = {
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide", "/SetOCGState", "/Rendition",
    "/Trans", "/GoTo3DView",
}  # fmt: skip
FORBIDDEN_ANNOTATIONS = {"/3D", "/Sound", "/Screen", "/Movie", "/FileAttachment"}
BLEND_MODES = {
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
    "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity",
}  # fmt: skip
PRINTED, HIDDEN_OR_UNSEEN = 0b100, 0b100011


@pytest.fixture(scope="module")
def reader(pdf_bytes: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf_bytes))


@pytest.fixture(scope="module")
def parts(reader: PdfFileReader) -> list[dict[str, Any]]:
    """Every dictionary of the document, those within others too."""
    found = reader.xrefs.explicit_refs_in_revision(0)
    refs = [generic.Reference(one.idnum, one.generation, reader) for one in found]
    return [part for ref in refs for part in _dictionaries(reader.get_object(ref))]


def _dictionaries(value: Any) -> Iterator[Any]:
    if isinstance(value, generic.DictionaryObject):
        yield value
        for inner in list(value.values()):
            yield from _dictionaries(_held(inner))
    elif isinstance(value, generic.ArrayObject):
        for inner in value:
            yield from _dictionaries(_held(inner))


def _held(value: Any) -> Any:
    """What stands in the place itself; what is elsewhere is met there."""
    return None if isinstance(value, generic.IndirectObject) else value


def test_the_file_can_be_told_from_text_and_from_other_files(
    reader: PdfFileReader, pdf_bytes: bytes
):
    assert re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", pdf_bytes), "6.1.2"
    assert len(reader.trailer["/ID"]) == 2, "6.1.3"
    assert "/Encrypt" not in reader.trailer, "6.1.3"
    assert pdf_bytes.rstrip().endswith(b"%%EOF"), "6.1.3: nothing stands behind the end"


def test_nothing_is_fetched_or_packed_in_a_way_that_is_not_free(parts: list[dict[str, Any]]):
    streams = [one for one in parts if isinstance(one, generic.StreamObject)]

    assert streams
    assert not [one for one in streams if {"/F", "/FFilter", "/FDecodeParms"} & one.keys()], "6.1.7"
    filters = {str(one.get("/Filter")) for one in streams}
    assert not [one for one in filters if "LZW" in one or "Crypt" in one], "6.1.7.2"


def test_colours_mean_the_same_everywhere(reader: PdfFileReader):
    intents = [one.get_object() for one in reader.root["/OutputIntents"]]

    assert [one["/S"] for one in intents] == ["/GTS_PDFA1"], "6.2.3"
    profile = intents[0]["/DestOutputProfile"]
    assert profile.data[36:40] == b"acsp", "6.2.3: an ICC profile"


def test_every_font_is_inside_and_says_what_its_letters_are(parts: list[dict[str, Any]]):
    descriptors = [one for one in parts if one.get("/Type") == "/FontDescriptor"]
    composite = [one for one in parts if one.get("/Subtype") == "/Type0"]

    assert descriptors
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & one.keys() for one in descriptors), (
        "6.2.11"
    )
    assert composite
    assert all("/ToUnicode" in one for one in composite), "6.2.11.7: level A"
    simple = {one.get("/Subtype") for one in parts if one.get("/Type") == "/Font"}
    assert simple <= {"/Type0", "/CIDFontType0", "/CIDFontType2"}


def test_pictures_and_transparency_stay_within_the_standard(parts: list[dict[str, Any]]):
    images = [one for one in parts if one.get("/Subtype") == "/Image"]
    states = [one for one in parts if one.get("/Type") == "/ExtGState"]

    assert not [one for one in images if one.get("/Interpolate") or {"/Alternates", "/OPI"} & one.keys()], "6.2.8"  # fmt: skip
    assert not [one for one in parts if one.get("/Subtype") == "/PS" or ("/Ref" in one and one.get("/Subtype") == "/Form")], "6.2.9"  # fmt: skip
    assert not [one for one in states if {"/TR", "/HTP"} & one.keys()], "6.2.5"
    assert {str(one["/BM"]) for one in states if "/BM" in one} <= BLEND_MODES, "6.2.10"


def test_what_can_be_clicked_is_seen_and_printed_and_does_nothing_of_its_own(
    reader: PdfFileReader, parts: list[dict[str, Any]]
):
    marks = [one for one in parts if one.get("/Type") == "/Annot" or "/Rect" in one]

    assert not {one.get("/Subtype") for one in marks} & FORBIDDEN_ANNOTATIONS, "6.3.1"
    flags = [int(one.get("/F", 0)) for one in marks if one.get("/Subtype") != "/Popup"]
    assert all(one & PRINTED and not one & HIDDEN_OR_UNSEEN for one in flags), "6.3.2"
    assert not {one.get("/S") for one in parts} & FORBIDDEN_ACTIONS, "6.5.1"
    assert not [one for one in parts if "/AA" in one], "6.5.2"
    form = reader.root.get("/AcroForm", {})
    assert not {"/XFA", "/NeedAppearances"} & form.keys(), "6.4"


def test_the_document_says_its_language_and_its_order_of_reading(reader: PdfFileReader):
    root = reader.root

    assert bool(root["/MarkInfo"]["/Marked"]), "6.7.2.2"
    assert root["/StructTreeRoot"]["/K"], "6.7.3"
    assert str(root["/Lang"]).startswith("vi"), "6.7.4"
    assert "/Metadata" in root, "6.6.2.1"
    assert not {"/Requirements", "/Perms", "/AA"} & root.keys(), "6.11, 6.1.12, 6.5.2"
    names = root.get("/Names", {})
    assert not {"/EmbeddedFiles", "/AlternatePresentations", "/JavaScript"} & names.keys(), "6.8"
