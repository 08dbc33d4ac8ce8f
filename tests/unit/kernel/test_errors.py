"""The five kinds of refusal: a code for programs, a Vietnamese sentence for people."""

from collections.abc import Iterator

import pytest

from kernel.errors import Conflict, Forbidden, Invalid, Later, NotFound, Refusal
from services.reception import domain as _reception  # noqa: F401  its refusals are looked at too

KINDS = (Invalid, Forbidden, NotFound, Conflict, Later)


def refusals(cls: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for below in cls.__subclasses__():
        yield below
        yield from refusals(below)


@pytest.mark.parametrize("cls", sorted(set(refusals()), key=lambda cls: cls.__qualname__))
def test_every_refusal_is_of_one_of_the_five_kinds(cls: type[Refusal]):
    assert issubclass(cls, KINDS)
    assert cls.__doc__


def test_every_refusal_has_a_code_of_its_own():
    codes = [cls.code for cls in refusals()]

    assert len(set(codes)) == len(codes)


def test_a_refusal_fills_its_data_into_its_sentence():
    class TooMany(Conflict):
        """More than may be."""

        code = "too_many"
        title = "Đã có {count} đơn."

    refused = TooMany(count=3)

    assert refused.detail == "Đã có 3 đơn."
    assert str(refused) == "too_many"


def test_wrong_input_says_which_field():
    assert Invalid({"number": ["Phải là số."]}).errors == {"number": ["Phải là số."]}
    assert Invalid().errors == {}


def test_later_says_when():
    assert Later(after=30).after == 30
