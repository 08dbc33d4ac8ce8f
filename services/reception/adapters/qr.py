"""A square of dots that a phone reads: the way from a paper receipt to the look-up page."""

import segno
from markupsafe import Markup

DOTS, BORDER = 4, 2


def qr(text: str) -> Markup:
    """The picture as SVG, to stand in a page."""
    drawn = segno.make(text, error="m", micro=False)
    title = "Mã QR dẫn đến trang tra cứu"
    return Markup(drawn.svg_inline(scale=DOTS, border=BORDER, title=title, omitsize=False))  # noqa: S704
