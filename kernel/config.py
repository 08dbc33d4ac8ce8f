"""Every setting of the house, declared once: name, type, default, what it is for.

Values come from the environment, in capitals. The page `docs/settings.md` is generated from this file, and `Settings.read` refuses what makes no sense with
an error that names the setting.
"""

import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import marshmallow

from kernel.clock import Clock, DrivenClock, SystemClock
from kernel.errors import WrongSetting

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_MAIL_SCHEMES = frozenset({"smtp", "smtp+starttls", "smtps"})


def setting(default: Any, about: str) -> Any:
    """One setting: its default and what it is for."""
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True)
class Settings:
    """The settings of one process, read once when it starts."""

    site: str = setting("gialai", "Word for this installation; first part of every source name.")
    province: str = setting(
        "", "Word of the provincial site, at every other site (empty: this is the province)."
    )
    amqp_uri: str = setting(
        "pyamqp://guest:guest@127.0.0.1:21720/danvan", "Where this process finds RabbitMQ."
    )
    mongo_uri: str = setting(
        "mongodb://127.0.0.1:21724/?replicaSet=danvan", "MongoDB, always a replica set."
    )
    db_prefix: str = setting("", "Put before the name of each service's database (tests, trials).")
    keys_dir: str = setting(
        ".run/keys", "Folder of the site's signing key, session keys, key ring."
    )
    web_host: str = setting(
        "127.0.0.1", "Address this process answers on (web; the worker's health and metrics)."
    )
    web_port: int = setting(0, "Port of the web process (0: any free one).")
    web_threads: int = setting(8, "Requests a web process works on at once.")
    web_queue: int = setting(
        96,
        "Requests that may wait for their turn in a web process; acts go before looks, which wait in half of the"
        " places. More are answered 503 with Retry-After.",
    )
    web_patience: float = setting(10.0, "Longest wait for a turn before the answer is 503.")
    metrics_port: int = setting(0, "Port of the worker's health and metrics (0: none).")
    ready_file: str = setting("", "File a process writes when it is ready (its own ports in JSON).")
    public_url: str = setting(
        "", "Address people use, through the proxy (empty: this process itself, on loopback)."
    )
    body_limit: int = setting(26_214_400, "Largest request body in bytes.")
    session_minutes: int = setting(15, "How long a session token lives.")
    fresh_minutes: int = setting(5, "How recent a sign-in must be for a sensitive act.")
    attachment_bytes: int = setting(20_971_520, "Largest file that may be attached to a petition.")
    dossier_bytes: int = setting(
        67_108_864, "Largest sealed dossier, with its files, that goes to another agency."
    )
    province_url: str = setting(
        "",
        "At a site: address of the province's portal, https:// (empty: no dossiers to or from other sites).",
    )
    province_ca: str = setting(
        "", "File of the certificates trusted for PROVINCE_URL (empty: the system's)."
    )
    province_seconds: float = setting(
        30.0, "Longest wait for the province's answer about a dossier."
    )
    oidc_issuer: str = setting(
        "",
        "Address of the official sign-in (OpenID Connect), https:// (empty: passwords only).",
    )
    oidc_client_id: str = setting("", "What the official sign-in calls this installation.")
    oidc_client_secret: str = setting("", "The secret it shares with this installation.")
    oidc_auth_time: bool = setting(
        True,
        "A return from the official sign-in is a fresh sign-in only if it says (auth_time) that it is; false: a return "
        "that does not say when is believed to be.",
    )
    oidc_label: str = setting(
        "Đăng nhập bằng tài khoản công vụ",
        "Words of the button that leads to the official sign-in.",
    )
    vault_minutes: int = setting(
        480, "How long a second officer's agreement to open a vault may be used."
    )
    lookup_guesses: int = setting(
        10, "Wrong receipt codes or secrets from one address, or for one code, before waiting."
    )
    lookup_minutes: int = setting(15, "How long wrong receipt codes are remembered.")
    opinions_from_one: int = setting(
        5, "Opinions one address may give on public pages before waiting."
    )
    opinion_minutes: int = setting(60, "How long opinions of one address are counted.")
    rate_limit: str = setting("600/minute", "Requests one address may send to one process.")
    lease_seconds: float = setting(15.0, "Life of a lease (relay, follower, timers).")
    relay_poll_seconds: float = setting(1.0, "How often the relay looks without being woken.")
    relay_window: int = setting(32, "Segments sent and not yet confirmed.")
    confirm_seconds: float = setting(10.0, "Longest wait for the broker's confirmation.")
    head_seconds: float = setting(30.0, "How often a source announces its head.")
    segment_events: int = setting(1000, "Most events sealed into one segment.")
    segment_bytes: int = setting(1_048_576, "Most bytes of one segment.")
    event_bytes: int = setting(65_536, "Most bytes of one event.")
    batch_events: int = setting(2000, "Most events a follower applies in one transaction.")
    rebuild_events: int = setting(
        10_000, "Most events a rebuild beside the one in use applies in one transaction."
    )
    prefetch: int = setting(
        200, "Segments the broker may send ahead to a follower, per source service."
    )
    resend_seconds: float = setting(5.0, "Least time between two requests for the same gap.")
    resend_limit: int = setting(20, "Requests for one gap before the source is alarmed as refused.")
    brake_share: float = setting(0.2, "Share of events parked in the window that stops a follower.")
    brake_least: int = setting(20, "Parked events below which the brake never acts.")
    brake_seconds: float = setting(300.0, "Window of the brake.")
    park_retry_seconds: float = setting(60.0, "First wait before a parked event is tried again.")
    retry_seconds: float = setting(
        1.0, "First wait when a server does not answer; doubles to 30 s."
    )
    mongo_seconds: float = setting(10.0, "Deadline of one database operation or transaction.")
    drain_seconds: float = setting(25.0, "Longest wait for work in hand when asked to stop.")
    start_seconds: float = setting(
        30.0, "Longest time from start to ready before giving up (exit 75)."
    )
    idempotency_days: int = setting(30, "How long the answer to an idempotency key is kept.")
    jobs_seconds: int = setting(600, "Longest run of a job's subprocess.")
    jobs_memory: int = setting(
        1_610_612_736,
        "Most memory a job's subprocess may write to, in bytes (the engine of charts sets half a gigabyte of it aside).",
    )
    smtp_uri: str = setting(
        "",
        "Mail server: smtp://host:port, smtp+starttls://user:password@host:port or smtps://… "
        "(empty: letters wait; refused with PRODUCTION=1).",
    )
    smtp_ca: str = setting(
        "", "File of the certificates trusted for the mail server (empty: the system's)."
    )
    smtp_seconds: float = setting(15.0, "Longest wait for the mail server's answer.")
    mail_from: str = setting("", "Address letters come from; its domain signs their Message-ID.")
    mail_attempts: int = setting(8, "How often a letter is offered before it counts as failed.")
    mail_retry_seconds: float = setting(
        60.0, "First wait after the mail server said later; doubles to an hour."
    )
    mail_doubt_seconds: float = setting(
        300.0, "Wait before a letter of which nobody knows whether it went out is sent once more."
    )
    notice_days: int = setting(30, "Events older than this are shown but not written of by mail.")
    log_level: str = setting("INFO", "DEBUG, INFO, WARNING or ERROR.")
    demo: bool = setting(
        False, "Sample data: a banner on every page, the legal clock may be driven."
    )
    production: bool = setting(False, "Refuse whatever is only for trials.")
    legal_clock: str = setting("", "File that drives the legal clock; only with DEMO.")
    law_version: str = setting("", "Version of the rule packs in force, told with every event.")

    @classmethod
    def read(cls, environ: Mapping[str, str], **given: Any) -> "Settings":
        """Read every setting from the environment; `given` wins. Raises `WrongSetting`."""
        known = {
            one.name: _cast(one, environ[one.name.upper()])
            for one in fields(cls)
            if one.name not in given and one.name.upper() in environ
        }
        return cls(**known, **given).checked()

    def checked(self) -> "Settings":
        """Refuse numbers and combinations that make no sense."""
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, (int, float)) and value < 0:
                raise WrongSetting(f"{one.name.upper()}={value}: must not be negative")
        if self.production and self.demo:
            raise WrongSetting("DEMO=1 cannot run with PRODUCTION=1")
        if self.legal_clock and not self.demo:
            raise WrongSetting("LEGAL_CLOCK needs DEMO=1: a real year is not driven by a file")
        if self.public_url and not _keeps_cookies(self.public_url):
            raise WrongSetting("PUBLIC_URL must be https://: session cookies go no other way")
        if self.province_url and not _keeps_cookies(self.province_url):
            raise WrongSetting("PROVINCE_URL must be https://: dossiers go no other way")
        if self.smtp_uri:
            self._check_mail()
        if self.oidc_issuer and not (_keeps_cookies(self.oidc_issuer) and self.oidc_client_id):
            raise WrongSetting("OIDC_ISSUER must be https:// and needs OIDC_CLIENT_ID")
        if self.segment_bytes < self.event_bytes:
            raise WrongSetting("SEGMENT_BYTES must be at least EVENT_BYTES")
        return self

    def _check_mail(self) -> None:
        """Refuse a mail server that cannot be reached safely; its password is never told."""
        parts = urlsplit(self.smtp_uri)
        if parts.scheme not in _MAIL_SCHEMES or not parts.hostname:
            raise WrongSetting("SMTP_URI must be smtp://, smtp+starttls:// or smtps:// with a host")
        if parts.scheme == "smtp" and parts.password and parts.hostname not in _LOOPBACK:
            raise WrongSetting("SMTP_URI: a password goes by smtp+starttls:// or smtps:// only")
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", self.mail_from):
            raise WrongSetting("MAIL_FROM must be an address when SMTP_URI is given")

    def clock(self) -> Clock:
        """The clock these settings ask for."""
        return DrivenClock(Path(self.legal_clock)) if self.legal_clock else SystemClock()

    def database(self, service: str) -> str:
        """Name of a service's database."""
        return f"{self.db_prefix}{service}"


def _keeps_cookies(url: str) -> bool:
    """Whether a session cookie is safe there: by TLS, or without leaving the machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


_CASTS: dict[Any, marshmallow.fields.Field[Any]] = {
    int: marshmallow.fields.Integer(),
    float: marshmallow.fields.Float(),
    bool: marshmallow.fields.Boolean(),
    str: marshmallow.fields.String(),
}


def _cast(one: "Field[Any]", text: str) -> Any:
    try:
        return _CASTS[one.type].deserialize(text)
    except marshmallow.ValidationError as wrong:
        raise WrongSetting(f"{one.name.upper()}={text!r}: {wrong}") from wrong
