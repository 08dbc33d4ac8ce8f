"""Which passwords are too weak, and how long a guessed-at account rests."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from services.registry.adapters import Passwords
from services.registry.domain import WeakPassword, check_password, shut_until

NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngắn thôi", "từ 10 đến"),
        ("a" * 129, "từ 10 đến"),
        ("          ngắn          ", "từ 10 đến"),
        ("Matkhau123", "phổ biến"),
        ("Mật Khẩu 123", "phổ biến"),
        ("aaaaaaaaaaaab", "phổ biến"),
        ("Thu.Clerk-2026", "tên tài khoản"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str, why: str):
    with pytest.raises(WeakPassword) as weak:
        check_password(password, account="thu.clerk")

    assert why in weak.value.errors["password"][0]


@pytest.mark.parametrize("password", ["bốn con trâu trên đồi", "Xq7!vNw2#k", "x" * 5 + "abcdefg"])
def test_a_phrase_of_ones_own_is_taken(password: str):
    check_password(password, account="thu.clerk")


def test_after_the_fifth_failure_the_pause_doubles_up_to_a_quarter_of_an_hour():
    pauses = [(shut_until(n, NOW) - NOW).total_seconds() for n in (1, 4, 5, 6, 7, 9, 10, 50)]

    assert pauses == [0, 0, 30, 60, 120, 480, 900, 900]


@given(st.integers(0, 200))
def test_a_pause_never_shrinks_with_another_failure(failures: int):
    assert shut_until(failures, NOW) <= shut_until(failures + 1, NOW)
    assert shut_until(failures, NOW) - NOW <= timedelta(minutes=15)


def test_the_same_letters_are_the_same_password_however_they_were_composed():
    passwords = Passwords(1)
    composed, apart = "một câu dài", "mo\u0323\u0302t ca\u0302u da\u0300i"

    hashed = passwords.hashed(composed)

    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.holds(hashed, f" {apart} ")
    assert not passwords.holds(hashed, "một câu khác")
    assert not passwords.holds("", composed)
    assert not passwords.holds("broken", composed)
