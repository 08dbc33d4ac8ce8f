"""A RabbitMQ node of its own for the province, with TLS; certificates are made here."""

import ipaddress
import json
import os
import shutil
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.embedded import servers
from kernel import topology
from tests.site import wait_for

AMQP, DIST, EPMD, TLS = range(servers.PORT_BASE + 20, servers.PORT_BASE + 24)


class Node:
    """Started, wiped and stopped at will; its ports are beside those of the embedded servers."""

    def __init__(self, folder: Path, *, name: str = "localhost") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.ca = certificates(folder, name)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        environ = {**os.environ, **self._environ()}
        subprocess.run(["epmd", "-kill"], env=environ, capture_output=True, check=False)

    def _environ(self) -> dict[str, str]:
        return {
            "HOME": str(self.folder),
            "ERL_EPMD_PORT": str(EPMD),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "tinh@localhost",
            "RABBITMQ_NODE_PORT": str(AMQP),
            "RABBITMQ_DIST_PORT": str(DIST),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self.folder / "advanced"),
            "RABBITMQ_PID_FILE": str(self.folder / "node.pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none +sbwtdcpu none +sbwtdio none"
            " -kernel inet_dist_use_interface {127,0,0,1}",
            "LANG": "C.UTF-8",
        }

    def start(self) -> None:
        """Start it and wait until it answers."""
        config = [f"listeners.tcp.1 = 127.0.0.1:{AMQP}", f"listeners.ssl.1 = 127.0.0.1:{TLS}"]
        config += [f"ssl_options.{one}file = {self.folder}/{one}.pem" for one in ("cert", "key")]
        config += [f"ssl_options.cacertfile = {self.ca}", "ssl_options.verify = verify_none"]
        config += ["max_message_size = 4194304", "disk_free_limit.absolute = 200MB"]
        (self.folder / "rabbitmq.conf").write_text("\n".join(config) + "\n")
        (self.folder / "plugins").write_text("[].\n")
        (self.folder / "node.pid").unlink(missing_ok=True)
        with (self.folder / "output.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(servers.RABBIT_BIN / "rabbitmq-server")],
                env={**os.environ, **self._environ()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self._answers, "the province's own node", seconds=90)

    def _answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, (self.folder / "output.log").read_text()[-2000:]
        there = (self.folder / "node.pid").exists()
        return there and self.ctl("await_startup", "--timeout", "60").returncode == 0

    def stop(self) -> None:
        """End it, as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)

    def wipe(self) -> None:
        """Everything it had is gone; it starts empty."""
        self.stop()
        shutil.rmtree(self.folder / "mnesia")
        self.start()

    def ctl(self, *words: str) -> subprocess.CompletedProcess[str]:
        """RabbitMQ's own tool, at this node."""
        return subprocess.run(
            [str(servers.RABBIT_BIN / "rabbitmqctl"), "-q", *words],
            env={**os.environ, **self._environ()},
            capture_output=True,
            text=True,
            check=False,
        )

    def load(self, definitions: dict[str, Any]) -> None:
        """Give it definitions."""
        path = self.folder / "definitions.json"
        path.write_text(json.dumps(definitions))
        done = self.ctl("import_definitions", str(path))
        assert done.returncode == 0, done.stdout + done.stderr


def house_of(vhost: str, password: str) -> dict[str, Any]:
    """The house's topology for a vhost."""
    known = topology.read()
    passwords = {topology.user_of(name, vhost): password for name in topology.speakers(known)}
    return topology.definitions(known, vhost=vhost, passwords=passwords)


# --- certificates -----------------------------------------------------------------------------------


def certificates(folder: Path, name: str) -> Path:
    """An authority, and a server's certificate for one host name. Gives the authority's file."""
    authority, server = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _signed("authority", authority, "authority", authority, ca=True)
    leaf = _signed(name, server, "authority", authority, ca=False)
    _pem(folder / "ca.pem", root)
    _pem(folder / "cert.pem", leaf)
    key = server.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "key.pem").write_bytes(key)
    return folder / "ca.pem"


def _signed(subject: str, key: Any, issuer: str, by: Any, *, ca: bool) -> x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        names = x509.SubjectAlternativeName([_general(subject)])
        made = made.add_extension(names, critical=False)
    return made.sign(by, hashes.SHA256())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(word: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, word)])


def _pem(path: Path, certificate: x509.Certificate) -> None:
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
