"""Vietnamese text: one form for comparing, folded forms for searching, the order of names in a list."""

from functools import cache
from re import escape
from unicodedata import combining, normalize

# The order of letters and of tones in Vietnamese dictionaries; letters of other tongues keep their place.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: place for place, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

CollationKey = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def nfc(text: str) -> str:
    """The one form in which text is kept: composed, single spaces, no space around."""
    return " ".join(normalize("NFC", text).split())


@cache
def fold(text: str) -> str:
    """Text without marks and case, as one types it in a hurry: «Đak Đoa» → «dak doa»."""
    bare = normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in bare if not combining(sign)).split())


def pattern(word: str) -> str:
    """A regular expression that finds a word in kept text whatever marks and case either has."""
    return "".join(_alike(sign) for sign in fold(word))


@cache
def _alike(sign: str) -> str:
    if sign not in _MARKED:
        return escape(sign)
    return f"[{_MARKED[sign]}]"


def _marked() -> dict[str, str]:
    """Each bare letter with all it may look like in Vietnamese, small and capital."""
    found: dict[str, str] = {
        letter: letter + letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"
    }
    for letter in _LETTERS:
        for tone in ("", *_TONES):
            one = normalize("NFC", letter + tone)
            bare = fold(one)
            if len(one) == 1 and one not in found[bare]:
                found[bare] += one + one.upper()
    return found


def collate(text: str) -> CollationKey:
    """A key that sorts text as a Vietnamese dictionary does: letters first, then tones."""
    return tuple(_syllable(one) for one in nfc(text).casefold().split())


def collate_name(full_name: str) -> CollationKey:
    """A key that sorts people as Vietnamese lists do: by given name, then family and middle names."""
    *before, given = nfc(full_name).split() or [""]
    return (*collate(given), *collate(" ".join(before)))


def _syllable(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for sign in text:
        letter, tone = _letter_and_tone(sign)
        letters.append(letter)
        tones.append(tone)
    return tuple(letters), (max(tones, default=0), *tones)


@cache
def _letter_and_tone(sign: str) -> tuple[int, int]:
    parts = normalize("NFD", sign)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    letter = normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return _ORDER.get(letter, ord(letter[0]) - ord("z") if letter < "a" else ord(letter[0])), tone


_MARKED = _marked()
