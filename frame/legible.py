"""Text as papers and spreadsheets can hold it: what people paste from elsewhere must not keep one from being made."""

import re
import unicodedata

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]|\r\n?")
_UNSEEN = {
    "Cc",
    "Cf",
    "Cs",
    "Cn",
}  # controls, marks that turn the line, halves and holes of Unicode


def legible(text: str) -> str:
    """The text composed (NFC), every kind of line break as one, and without what has no shape."""
    told = unicodedata.normalize("NFC", _BREAKS.sub("\n", text))
    if told.isprintable():
        return told
    return "".join(one for one in told if one in "\n\t" or unicodedata.category(one) not in _UNSEEN)


def harmless(text: str) -> str:
    """Legible text that no spreadsheet takes for a formula, also when it is saved as CSV from there."""
    told = legible(text)
    return f"'{told}" if told.lstrip(" \u00a0").startswith(FORMULA_SIGNS) else told
