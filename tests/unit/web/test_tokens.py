"""Session tokens: what is signed is read, and nothing else."""

import base64
import hmac
import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from joserfc import jwt
from joserfc.jwk import OKPKey

from kernel.auth import (
    LONGEST_LIFE,
    SessionKeys,
    create_secret,
    create_session_key,
    derived_secret,
    retire_session_keys,
)
from kernel.errors import NotSignedIn, WrongSetting
from kernel.message import Actor
from kernel.revoked import RevokedFile, office_of, write_revoked
from tests.unit.web.conftest import CLERK, NOW

TICK = timedelta(milliseconds=1)


@pytest.fixture(scope="module")
def keys(folder: Path) -> SessionKeys:
    return SessionKeys(folder, site="gialai")


def claims(keys: SessionKeys, **changed: Any) -> dict[str, Any]:
    seconds = int(NOW.timestamp())
    whole = {
        "iss": keys.issuer,
        "aud": keys.audience,
        "sub": "u1",
        "jti": "j1",
        "iat": seconds,
        "exp": seconds + 60,
        "role": "CLERK",
        "agency": "52-001",
        "fresh_at": 0,
    }
    return {name: value for name, value in (whole | changed).items() if value is not None}


def signed(keys: SessionKeys, given: dict[str, Any], **header: Any) -> str:
    """A token signed with the folder's own key, whatever it says."""
    (path,) = keys.folder.glob("session-*.key")
    kid = path.stem.removeprefix("session-")
    words = {"alg": "Ed25519", "kid": kid, "typ": "danvan-session", **header}
    return jwt.encode(words, given, OKPKey.import_key(path.read_bytes()), algorithms=["Ed25519"])


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_what_was_issued_is_read_back(keys: SessionKeys) -> None:
    actor = Actor(user="u1", role="CLERK", agency="52-001", fresh_at=12.5)

    token = keys.issue(actor, now=NOW, minutes=15)

    assert keys.read(token, now=NOW) == actor


def test_a_token_made_by_hand_from_right_claims_is_read(keys: SessionKeys) -> None:
    assert keys.read(signed(keys, claims(keys)), now=NOW) == CLERK


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "danvan/elsewhere/registry"},
        {"aud": "danvan/elsewhere"},
        {"aud": ["danvan/elsewhere"]},
        {"exp": int(NOW.timestamp()) - 61},
        {"iat": int(NOW.timestamp()) + 61},
        {"exp": True},
        {"exp": "soon"},
        {"sub": 7},
        {"role": ["CLERK"]},
        {"agency": ""},
        {"fresh_at": "now"},
        {"fresh_at": True},
        *({name: None} for name in ("iss", "aud", "exp", "iat", "sub", "jti", "role", "agency")),
    ],
)
def test_a_token_with_a_wrong_or_missing_claim_is_refused(
    keys: SessionKeys, wrong: dict[str, Any]
) -> None:
    with pytest.raises(NotSignedIn):
        keys.read(signed(keys, claims(keys, **wrong)), now=NOW)


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "20260101T000000000000-dead"},
        {"kid": "../../etc/passwd"},
        {"kid": ""},
        {"typ": "JWT"},
        {"typ": "danvan-segment"},
    ],
)
def test_a_token_with_a_wrong_header_is_refused(keys: SessionKeys, header: dict[str, Any]) -> None:
    with pytest.raises(NotSignedIn):
        keys.read(signed(keys, claims(keys), **header), now=NOW)


def test_a_token_signed_by_nobody_is_refused(keys: SessionKeys) -> None:
    kid = next(keys.folder.glob("*.pub")).stem.removeprefix("session-")
    header = {"alg": "none", "kid": kid, "typ": "danvan-session"}

    for signature in ("", "AAAA"):
        with pytest.raises(NotSignedIn):
            keys.read(f"{part(header)}.{part(claims(keys))}.{signature}", now=NOW)


def test_a_public_key_used_as_a_shared_secret_is_refused(keys: SessionKeys) -> None:
    (path,) = keys.folder.glob("*.pub")
    header = {"alg": "HS256", "kid": path.stem.removeprefix("session-"), "typ": "danvan-session"}
    words = f"{part(header)}.{part(claims(keys))}"
    forged = hmac.digest(path.read_bytes(), words.encode(), "sha256")

    with pytest.raises(NotSignedIn):
        keys.read(f"{words}.{base64.urlsafe_b64encode(forged).decode().rstrip('=')}", now=NOW)


@settings(max_examples=200)
@given(data=st.data())
def test_no_token_survives_a_flipped_bit(keys: SessionKeys, data: st.DataObject) -> None:
    token = keys.issue(CLERK, now=NOW, minutes=15).encode()
    place = data.draw(st.integers(0, len(token) * 8 - 1))
    flipped = bytearray(token)
    flipped[place // 8] ^= 1 << (place % 8)

    changed = bytes(flipped).decode("latin-1")

    try:
        actor = keys.read(changed, now=NOW)
    except NotSignedIn:
        return
    # Base64 has spare bits at the end: another spelling of the very same signature.
    assert actor == CLERK
    assert changed.rpartition(".")[0] == token.decode().rpartition(".")[0]


@settings(max_examples=200)
@given(text=st.text(max_size=200) | st.from_regex(r"[\w-]{0,40}\.[\w-]{0,40}\.[\w-]{0,40}"))
def test_no_text_is_a_token(keys: SessionKeys, text: str) -> None:
    with pytest.raises(NotSignedIn):
        keys.read(text, now=NOW)


def test_a_token_of_unusual_length_is_not_even_read(keys: SessionKeys) -> None:
    with pytest.raises(NotSignedIn):
        keys.read("a" * 5000, now=NOW)


def test_a_minute_of_difference_between_clocks_is_forgiven(keys: SessionKeys) -> None:
    token = keys.issue(CLERK, now=NOW, minutes=1)

    assert keys.read(token, now=NOW - timedelta(seconds=59)) == CLERK
    assert keys.read(token, now=NOW + timedelta(seconds=119)) == CLERK
    with pytest.raises(NotSignedIn):
        keys.read(token, now=NOW + timedelta(seconds=121))


def test_keys_rotate_without_signing_anybody_out(tmp_path: Path) -> None:
    old = create_session_key(tmp_path)
    keys = SessionKeys(tmp_path, site="gialai")
    before = keys.issue(CLERK, now=NOW, minutes=15)

    new = create_session_key(tmp_path)
    after = keys.issue(CLERK, now=NOW, minutes=15)

    assert old < new
    assert keys.read(before, now=NOW) == keys.read(after, now=NOW) == CLERK
    (tmp_path / f"session-{old}.pub").unlink()
    assert keys.read(after, now=NOW) == CLERK
    with pytest.raises(NotSignedIn):
        keys.read(before, now=NOW)


def test_a_process_that_only_reads_needs_no_private_key(tmp_path: Path, keys: SessionKeys) -> None:
    (path,) = keys.folder.glob("*.pub")
    (tmp_path / path.name).write_bytes(path.read_bytes())
    reader = SessionKeys(tmp_path, site="gialai")

    assert reader.read(keys.issue(CLERK, now=NOW, minutes=1), now=NOW) == CLERK
    with pytest.raises(WrongSetting):
        reader.issue(CLERK, now=NOW, minutes=1)


def test_a_revoked_session_is_refused_by_token_and_by_account(folder: Path) -> None:
    class Gone:
        def __init__(self, *words: str) -> None:
            self.words = words

        def is_revoked(self, jti: str, actor: Actor, *, issued: float) -> bool:
            return jti in self.words or actor.user in self.words

    keys = SessionKeys(folder, site="gialai")
    token = keys.issue(CLERK, now=NOW, minutes=1)
    jti = keys.session(token, now=NOW).jti

    for words in ([jti], ["u1"]):
        with pytest.raises(NotSignedIn):
            SessionKeys(folder, site="gialai", revoked=Gone(*words)).read(token, now=NOW)
    assert SessionKeys(folder, site="gialai", revoked=Gone("u2")).read(token, now=NOW) == CLERK


def test_what_was_issued_before_another_password_counts_no_more_and_what_came_after_does(
    folder: Path, tmp_path: Path
) -> None:
    keys, cut = SessionKeys(folder, site="gialai", revoked=RevokedFile(tmp_path)), NOW + TICK * 2
    before, after = (keys.issue(CLERK, now=cut + late, minutes=1) for late in (-TICK, TICK))
    write_revoked(tmp_path, (), before={CLERK.user: cut.timestamp()})

    with pytest.raises(NotSignedIn):
        keys.read(before, now=NOW)
    assert keys.read(after, now=NOW) == CLERK
    assert keys.read(keys.issue(replace(CLERK, user="u2"), now=NOW, minutes=1), now=NOW)


def test_a_list_of_ended_sessions_of_an_earlier_version_is_read(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "revoked.json").write_text('{"revoked": ["u1"]}')
    keys = SessionKeys(folder, site="gialai", revoked=RevokedFile(tmp_path))

    with pytest.raises(NotSignedIn):
        keys.read(keys.issue(CLERK, now=NOW, minutes=1), now=NOW)


def test_private_files_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    kid = create_session_key(tmp_path)
    create_secret(tmp_path)

    for name in (f"session-{kid}.key", "web.secret"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    (tmp_path / f"session-{kid}.key").chmod(0o644)
    with pytest.raises(WrongSetting, match="0600"):
        SessionKeys(tmp_path, site="gialai").issue(CLERK, now=NOW, minutes=1)


def test_the_secret_is_made_once_and_differs_by_purpose(tmp_path: Path) -> None:
    create_secret(tmp_path)
    first = derived_secret(tmp_path, purpose="forms")

    create_secret(tmp_path)

    assert derived_secret(tmp_path, purpose="forms") == first
    assert derived_secret(tmp_path, purpose="other") != first


def test_a_folder_without_keys_or_secret_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="KEYS_DIR"):
        SessionKeys(tmp_path / "missing", site="gialai")
    with pytest.raises(WrongSetting, match="KEYS_DIR"):
        derived_secret(tmp_path, purpose="forms")
    (tmp_path / "session-20260101T000000000000-dead.pub").write_text("no key")
    with pytest.raises(WrongSetting, match="not a key"):
        SessionKeys(tmp_path, site="gialai")


def test_the_folders_list_ends_a_token_an_account_or_one_role_of_it(folder: Path) -> None:
    keys = SessionKeys(folder, site="gialai")
    token = keys.issue(CLERK, now=NOW, minutes=1)
    jti = keys.session(token, now=NOW).jti

    for word in (jti, CLERK.user, office_of(CLERK.user, CLERK.office)):
        assert write_revoked(folder, [word])
        assert not write_revoked(folder, [word])
        with pytest.raises(NotSignedIn):
            keys.read(token, now=NOW)
    write_revoked(folder, [office_of(CLERK.user, "OTHER@elsewhere")])
    assert keys.read(token, now=NOW) == CLERK


def test_a_list_that_cannot_be_read_lets_nobody_in(folder: Path) -> None:
    keys = SessionKeys(folder, site="gialai")
    token = keys.issue(CLERK, now=NOW, minutes=1)
    (folder / "revoked.json").write_text("not a list")

    with pytest.raises(WrongSetting):
        keys.read(token, now=NOW)


def test_a_new_key_signs_nobody_out_and_the_old_one_goes_when_its_tokens_are_dead(
    tmp_path: Path,
) -> None:
    old = create_session_key(tmp_path)
    keys, now = SessionKeys(tmp_path, site="gialai"), datetime.now(UTC)
    token = keys.issue(CLERK, now=now, minutes=15)
    new = create_session_key(tmp_path)
    later = now + LONGEST_LIFE + timedelta(minutes=5)

    assert keys.read(token, now=now) == CLERK
    assert retire_session_keys(tmp_path, now=now + LONGEST_LIFE) == []
    assert retire_session_keys(tmp_path, now=later) == [old]
    assert {path.name for path in tmp_path.glob("session-*")} == {
        f"session-{new}.key",
        f"session-{new}.pub",
    }
    assert keys.read(keys.issue(CLERK, now=later, minutes=1), now=later) == CLERK
