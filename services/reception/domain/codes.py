"""The short code on a citizen's receipt: fifty random bits and two characters that find a wrong one.

The alphabet has 32 characters, none of 0, O, 1, I: the elements of the field GF(32). A code is a word of
a Reed-Solomon code over it: ten characters drawn at random and two check characters. Any one wrong
character is found, with its place; any two are noticed; so are two neighbours that changed places.
"""

import secrets
from dataclasses import dataclass

from kernel.errors import Invalid

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
DRAWN, CHECKS = 10, 2
LENGTH = DRAWN + CHECKS
GROUP = 4
SECRET_LENGTH = 10
BITS = 5
MODULUS = 0b100101  # x⁵ + x² + 1, primitive: its root has the powers of all 31 other elements
ORDER = 31

_VALUE = {sign: number for number, sign in enumerate(ALPHABET)}


def _powers() -> list[int]:
    powers = [1]
    for _ in range(ORDER - 1):
        doubled = powers[-1] << 1
        powers.append(doubled ^ MODULUS if doubled >> BITS else doubled)
    return powers


_POWER = _powers()
_LOG = {value: at for at, value in enumerate(_POWER)}


def _times(one: int, other: int) -> int:
    if not one or not other:
        return 0
    return _POWER[(_LOG[one] + _LOG[other]) % ORDER]


def _divided(one: int, by: int) -> int:
    return _POWER[(_LOG[one] - _LOG[by]) % ORDER] if one else 0


class WrongCode(Invalid):
    """What was typed is no code; `place` counts from one, 0 when no single character explains it."""

    code = "wrong_code"
    title = "Mã tra cứu không đúng."


@dataclass(frozen=True)
class Mistyped:
    """What is wrong with a typed code: the place (from one) of the one wrong character, and the right one."""

    place: int = 0
    sign: str = ""


def draw() -> str:
    """A new code."""
    drawn = [secrets.randbelow(len(ALPHABET)) for _ in range(DRAWN)]
    return "".join(ALPHABET[value] for value in (*drawn, *_checks(drawn)))


def draw_secret() -> str:
    """A new secret: fifty random bits, for the denouncer alone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))


def shown(code: str) -> str:
    """A code as it is printed: in groups of four."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def plain(typed: str) -> str:
    """What was typed without spaces, hyphens and case."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def mistake_in(code: str) -> Mistyped | None:
    """What is wrong with a code as typed (`plain`); None when it is one."""
    if len(code) != LENGTH:
        return Mistyped()
    strange = [at for at, sign in enumerate(code) if sign not in _VALUE]
    if len(strange) > 1:
        return Mistyped()
    values = [_VALUE.get(sign, 0) for sign in code]
    whole, weighed = _syndromes(values)
    if strange:
        return _filled(values, strange[0], whole, weighed)
    if not whole and not weighed:
        return None
    return _located(values, whole, weighed)


def _located(values: list[int], whole: int, weighed: int) -> Mistyped:
    """One wrong character at `place` adds `e` to the one sum and `e` times the place's power to the other."""
    if not whole or not weighed:
        return Mistyped()
    place = _LOG[_divided(weighed, whole)]
    if place >= LENGTH:
        return Mistyped()
    return Mistyped(place + 1, ALPHABET[values[place] ^ whole])


def _filled(values: list[int], place: int, whole: int, weighed: int) -> Mistyped:
    """A character that is in no code: its place is known, and the sums say what stood there."""
    if _times(whole, _POWER[place]) != weighed:
        return Mistyped()
    return Mistyped(place + 1, ALPHABET[values[place] ^ whole])


def _syndromes(values: list[int]) -> tuple[int, int]:
    whole = weighed = 0
    for place, value in enumerate(values):
        whole ^= value
        weighed ^= _times(value, _POWER[place])
    return whole, weighed


def _checks(drawn: list[int]) -> tuple[int, int]:
    """The two characters that make both sums nought."""
    whole, weighed = _syndromes(drawn)
    first, second = _POWER[DRAWN], _POWER[DRAWN + 1]
    one = _divided(weighed ^ _times(whole, second), first ^ second)
    return one, whole ^ one
