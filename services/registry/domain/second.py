"""What is true of the second factor: codes of an authenticator (TOTP), each good once, and codes for the day
the phone is lost."""

import hashlib
import hmac
import re
from datetime import datetime
from typing import Final

import pyotp

from kernel.errors import Invalid, NotSignedIn

STEP_SECONDS: Final = 30
# A code of the step before or after is taken too: clocks of phones differ.
NEAR: Final = (0, -1, 1)
RECOVERY_CODES: Final = 10


class NotFreshThere(NotSignedIn):
    """The official sign-in was to ask anew who somebody is, and did not, or does not say so."""

    code = "not_fresh_there"
    title = "Hệ thống đăng nhập công vụ không xác nhận rằng bạn vừa đăng nhập lại, nên chưa thực hiện được thao tác này. Hãy xác nhận bằng mật khẩu, hoặc đăng xuất khỏi hệ thống đăng nhập công vụ rồi thử lại."


SKEW_SECONDS = 60


def age_vouched(age: float | None, *, silence_is_now: bool) -> float | None:
    """How many seconds ago somebody proved to the official sign-in who they are, the clocks' difference allowed for
    in their favour; None when that is not known. `silence_is_now`: who does not say when has just done it.
    """
    if age is None:
        return 0.0 if silence_is_now else None
    return max(0.0, age - SKEW_SECONDS) if age >= -SKEW_SECONDS else None


class CodeNeeded(NotSignedIn):
    """The password was right; the account asks for a code of the authenticator too."""

    code = "code_needed"
    title = "Tài khoản này cần thêm mã xác thực 6 chữ số."


class WrongCode(NotSignedIn):
    """The code is not that of this moment, or was used before."""

    code = "wrong_code"
    title = "Mã xác thực không đúng hoặc đã dùng."


class WrongFirstCode(Invalid):
    """The authenticator was not set up with this key."""

    code = "wrong_first_code"
    title = "Mã chưa đúng. Hãy quét lại mã QR rồi nhập mã đang hiện trong ứng dụng."


def fresh_key() -> str:
    """A key for an authenticator, in the letters it takes."""
    return pyotp.random_base32()


def address_of(key: str, *, account: str, issuer: str) -> str:
    """What the QR code says to the authenticator."""
    return pyotp.TOTP(key).provisioning_uri(name=account, issuer_name=issuer)


def step_of(key: str, code: str, *, at: datetime, after: int = 0) -> int:
    """The step of which this is the code, if it is near `at` and later than the last one used.

    Raises `WrongCode`.
    """
    said, now = plain(code), int(at.timestamp()) // STEP_SECONDS
    fitting = [
        now + off
        for off in NEAR
        if now + off > after and hmac.compare_digest(pyotp.HOTP(key).at(now + off), said)
    ]
    if not fitting:
        raise WrongCode
    return fitting[0]


def plain(code: str) -> str:
    """A code without the blanks and dashes people type."""
    return re.sub(r"[\s-]", "", code).lower()


def recovery_digest(code: str) -> str:
    """How a recovery code is kept: it is random, so a plain digest is enough."""
    return hashlib.sha256(plain(code).encode()).hexdigest()
