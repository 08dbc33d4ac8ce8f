"""Letters: the same to the byte in every copy, safe headers; and lines whose server must prove its name."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kernel.config import Settings
from kernel.errors import WrongSetting
from kernel.mail import Letter, Post

LETTER = Letter(
    id="0f7c",
    to="hnd@xa.example",
    to_name="Hội Nông dân xã Chư Sê",
    from_name="Dân vận Gia Lai",
    subject="Lấy ý kiến – UBND xã Chư Sê",
    text="Kính gửi: Hội Nông dân\n",
    written=datetime(2026, 3, 2, 1, tzinfo=UTC),
)


def test_a_letter_is_the_same_to_the_byte_in_every_copy_and_plain_ascii_on_the_wire():
    once, again = (LETTER.message("a@b.example").as_bytes() for _ in range(2))

    assert once == again
    assert once.isascii()
    assert b"Message-ID: <0f7c@b.example>\r\n" in once
    assert b"Date: Mon, 02 Mar 2026 01:00:00 +0000\r\n" in once
    assert LETTER.message("a@b.example")["To"] == "Hội Nông dân xã Chư Sê <hnd@xa.example>"


@pytest.mark.parametrize(
    "given",
    [
        {"smtp_uri": "http://mail.example"},
        {"smtp_uri": "smtp://"},
        {"smtp_uri": "smtp://u:geheim@mail.example"},
        {"smtp_uri": "smtps://mail.example", "mail_from": ""},
    ],
)
def test_a_mail_server_that_cannot_be_reached_safely_is_refused_and_no_password_told(
    given: dict[str, str],
):
    with pytest.raises(WrongSetting) as refused:
        Settings.read({}, **{"mail_from": "a@b.example", **given})

    assert "geheim" not in str(refused.value)


# --- TLS --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that signs itself, for the name `localhost` alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """A mail server that speaks TLS from the first byte, to one client."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as server:
        one = threading.Thread(target=_serve, args=(server, context))
        one.start()
        yield server.getsockname()[1]
        one.join(10)


def _serve(server: socket.socket, context: ssl.SSLContext) -> None:
    plain, _ = server.accept()
    try:
        with context.wrap_socket(plain, server_side=True) as line, line.makefile("rwb") as talk:
            talk.write(b"220 hello\r\n")
            talk.flush()
            while talk.readline():
                talk.write(b"250 ok\r\n")
                talk.flush()
    except OSError:
        plain.close()


def post(port: int, host: str, trusted: Path | str) -> Post:
    uri = f"smtps://{host}:{port}"
    return Post(Settings(smtp_uri=uri, smtp_ca=str(trusted), mail_from="a@b.example"))


def test_a_server_with_the_right_name_is_spoken_to(port: int, certificate: Path):
    with post(port, "localhost", certificate).line() as line:
        assert line


@pytest.mark.parametrize(("host", "knows"), [("127.0.0.1", True), ("localhost", False)])
def test_a_server_with_a_wrong_name_or_a_strangers_certificate_is_not(
    port: int, certificate: Path, host: str, knows: bool
):
    stranger = post(port, host, certificate if knows else "")
    with pytest.raises(ssl.SSLCertVerificationError), stranger.line():
        pass
