"""Signature fields of a PDF, and signing into them (PAdES, pyHanko): first the head, then the agency (NĐ 30/2020/NĐ-CP).

The archive copy is the one without fields; the copy for signing is made from it by an incremental update, so that
its first bytes are the archive copy's.
"""

from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field

HEAD, AGENCY = "ThuTruong", "CoQuan"
A4_HIGH = 842.0
MILLIMETRE = 72 / 25.4
WIDE, HIGH = 60 * MILLIMETRE, 26 * MILLIMETRE
SEAL = 36 * MILLIMETRE


def with_fields(made: bytes, place: dict[str, float]) -> bytes:
    """The PDF with two empty fields: the head's, and the agency's overlapping a third of it on the left."""
    writer = IncrementalPdfFileWriter(BytesIO(made))
    left, top = place["x"] - WIDE / 2, A4_HIGH - place["y"]
    seal = left - SEAL * 2 / 3
    boxes = {HEAD: _box(left, top, WIDE, HIGH), AGENCY: _box(seal, top, SEAL, SEAL)}
    for name, box in boxes.items():
        spec = SigFieldSpec(
            name, on_page=int(place["page"]) - 1, box=box, empty_field_appearance=True
        )  # fmt: skip
        append_signature_field(writer, spec)
    kept = BytesIO()
    writer.write(kept)  # type: ignore[no-untyped-call]
    return kept.getvalue()


def _box(left: float, top: float, wide: float, high: float) -> tuple[int, int, int, int]:
    return round(left), round(top - high), round(left + wide), round(top)


def sign(made: bytes, field: str, signer: SimpleSigner, *, reason: str, location: str) -> bytes:
    """Sign into one field; what was signed before stays valid."""
    about = PdfSignatureMetadata(
        field_name=field, reason=reason, location=location, subfilter=SigSeedSubFilter.PADES
    )
    kept = BytesIO()
    sign_pdf(IncrementalPdfFileWriter(BytesIO(made)), about, signer=signer, output=kept)
    return kept.getvalue()
