"""What is true of passwords: which are too weak, and how long a guessed-at account stays shut."""

from datetime import datetime, timedelta

from kernel.errors import Invalid, NotSignedIn, TooOften
from law.text import fold

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 128
# A session is renewed while somebody works, but never beyond one working day.
LONGEST_SESSION = timedelta(hours=12)
FEWEST_LETTERS = 5
FREE_TRIES = 5
FORGOTTEN_AFTER = timedelta(minutes=15)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)

_COMMON = """
0123456789 01234567890 1234567890 12345678910 123456789a 1234567890a 1234512345 1111111111 0000000000
9876543210 0987654321 1122334455 1234554321 1q2w3e4r5t 1qaz2wsx3edc qwertyuiop qwerty12345 qwerty123456
asdfghjkl1 zxcvbnm123 abcdefghij abcdef123456 abc1234567 aa12345678 a123456789 aaaaaaaaaa password12
password123 password1234 password@123 p@ssw0rd123 passw0rd123 administrator admin12345 admin123456
admin@12345 welcome123 welcome@123 changeme123 letmein123 iloveyou123 matkhau123 matkhau1234 matkhau12345
matkhau@123 matkhaumoi matkhau2026 matkhau2025 anhyeuem123 emyeuanh123 yeuemnhieu yeuanhnhieu
conyeubame congaicung vietnam123 vietnam2025 vietnam2026 vietnam@123 hanoi12345 saigon12345 gialai1234
gialai2025 gialai2026 gialai@123 gialai@2025 gialai@2026 pleiku1234 pleiku2026 quynhon123 quynhon2026
binhdinh123 binhdinh2026 danvan1234 danvan2025 danvan2026 danvan@123 danvan@2026 sonoivu123 sonoivu2026
xinchao123 khongbiet123 khongcopass congchuc123 canbo12345 ubnd123456 ubnd@12345 tiepdan123
"""
COMMON = frozenset(_COMMON.split())


class WeakPassword(Invalid):
    """The password is too short, too long, known to everybody, or the account's own name."""

    code = "weak_password"
    title = "Mật khẩu chưa đủ mạnh."


class WrongPassword(NotSignedIn):
    """Account and password do not belong together; which of both is wrong is not said."""

    code = "wrong_password"
    title = "Tài khoản hoặc mật khẩu không đúng."


class TooManyGuesses(TooOften):
    """Wrong passwords one after the other: the account is not asked for a while."""

    code = "too_many_guesses"
    title = "Đã nhập sai nhiều lần. Vui lòng chờ {minutes} phút rồi thử lại."


def check_password(password: str, *, account: str) -> None:
    """Refuse a password that is easily guessed. Raises `WeakPassword`."""
    wrong = _wrong(password.strip(), account)
    if wrong:
        raise WeakPassword({"password": [wrong]})


def _wrong(password: str, account: str) -> str:
    said = fold(password)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return f"Mật khẩu cần từ {SHORTEST_PASSWORD} đến {LONGEST_PASSWORD} ký tự."
    if said.replace(" ", "") in COMMON or len(set(said)) < FEWEST_LETTERS:
        return "Mật khẩu này quá phổ biến, dễ đoán. Hãy chọn một cụm từ riêng, dài hơn."
    if account and fold(account) in said:
        return "Mật khẩu không được chứa tên tài khoản."
    return ""


def shut_until(failures: int, last: datetime) -> datetime:
    """Until when an account is not even asked, after so many failures in a row; the pause doubles."""
    beyond = failures - FREE_TRIES
    if beyond < 0:
        return last
    return last + min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(beyond, 10)))


def too_many_guesses(wait: timedelta) -> TooManyGuesses:
    """The refusal that says how long to wait, in whole minutes."""
    seconds = max(1, int(wait.total_seconds()))
    return TooManyGuesses(after=seconds, minutes=-(-seconds // 60))
