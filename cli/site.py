"""Sites: keys and enrolment, the line's definitions, the certificate, segments carried by hand.

`init`, `join`, `link` are asked at a site; `enroll`, `approve`, `revoke`, `list`, `doors` at the province.
"""

import importlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from cli.registry import desk
from cli.usage import REFUSED
from kernel import keys as site_keys, links, topology
from kernel.config import Settings
from kernel.enrolment import Enrolment, WrongEnrolment
from kernel.errors import Refusal, WrongSetting
from kernel.ingress import files, returning
from kernel.ingress.certificate import certificate
from kernel.ingress.receipts import kept
from kernel.journal import Journal, segment_of
from kernel.lease import Lease
from kernel.recovery import Recovery, missing_words
from kernel.segment import Mark, NotAuthentic, Segment
from kernel.store import Store
from kernel.store.mongo import Database, Document, connect
from services.registry.domain.sites import hosting

app = typer.Typer(help="Các điểm cài đặt và đường truyền lên tỉnh.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="In một dòng JSON.")]
SiteWord = Annotated[str, typer.Argument(help="Tên điểm cài đặt, ví dụ xa-ia-grai.")]
By = Annotated[str, typer.Option(help="Tài khoản người quyết định.")]
Password = Annotated[
    str, typer.Option(envvar="LINK_PASSWORD", help="Mật khẩu của đường truyền, hai đầu như nhau.")
]
Vhost = Annotated[str, typer.Option(help="Tên vhost.")]


def _settings() -> Settings:
    try:
        return Settings.read(os.environ)
    except WrongSetting as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(78) from wrong


def _database(settings: Settings, service: str = "ingress") -> Database[Document]:
    return connect(settings)[settings.database(service)]


def _refused(refused: Refusal) -> typer.Exit:
    typer.echo(refused.detail, err=True)
    return typer.Exit(REFUSED)


def _json(value: Any) -> None:
    sys.stdout.write(orjson.dumps(value, default=str).decode() + "\n")


def _enrolment(path: Path) -> Enrolment:
    try:
        return Enrolment.read(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as wrong:
        raise WrongEnrolment from wrong


# --- at a site --------------------------------------------------------------------------------------


@app.command("init")
def init(
    out: Annotated[Path | None, typer.Option(help="Ghi phiếu đăng ký vào tệp này.")] = None,
) -> None:
    """Make this site's signing key unless it has one; show what the other end must know of it."""
    settings = _settings()
    folder = Path(settings.keys_dir)
    keyid = site_keys.create_site_key(folder, settings.site)
    public = site_keys.known_public(folder, keyid)
    mine = Enrolment(settings.site, keyid, public)
    shown = {**vars(mine), "fingerprint": mine.fingerprint}
    if out:
        out.write_bytes(orjson.dumps(shown) + b"\n")
    _json(shown)


@app.command("join")
def join(
    card: Annotated[Path, typer.Argument(help="Phiếu của tỉnh, do 'danvan site init' tạo.")],
    fingerprint: Annotated[str, typer.Option(help="Dấu vân tay tỉnh đọc qua điện thoại.")],
) -> None:
    """Believe the province's key, when its fingerprint is the one that was read out."""
    try:
        asked = _enrolment(card)
    except Refusal as refused:
        raise _refused(refused) from refused
    if "".join(fingerprint.split()) != "".join(asked.fingerprint.split()):
        typer.echo("Dấu vân tay không khớp; không ghi gì.", err=True)
        raise typer.Exit(REFUSED)
    folder = Path(_settings().keys_dir)
    site_keys.pin(folder, keyid=asked.keyid, site=asked.site, public=asked.public)
    typer.echo(f"Đã tin khóa {asked.keyid} của {asked.site}.")


@app.command("link")
def link(
    province_uri: Annotated[str, typer.Option(envvar="PROVINCE_URI", help="amqps://máy chủ tỉnh")],
    ca: Annotated[Path, typer.Option(help="Chứng thư gốc để kiểm tra máy chủ của tỉnh.")],
    home_uri: Annotated[str, typer.Option(envvar="HOME_URI", help="amqp://máy chủ tại chỗ")],
    password: Password,
    vhost: Vhost = "danvan",
    province_vhost: Annotated[str, typer.Option(help="Vhost của tỉnh.")] = "danvan",
) -> None:
    """Print the definitions of this site's own broker for the line: queues, its user, both shovels."""
    if not province_uri.startswith("amqps://"):
        raise typer.BadParameter("Đường lên tỉnh phải là amqps://", param_hint="--province-uri")
    settings = _settings()
    definitions = links.at_site(
        vhost=vhost, site=settings.site, province=settings.province, password=password
    )
    there = links.as_user(province_uri, links.link_user(province_vhost, settings.site), password)
    home = links.as_user(home_uri, links.link_user(vhost), password)
    definitions |= links.shovels(
        vhost=vhost,
        site=settings.site,
        home_uri=home,
        province_uri=links.checked_tls(there, ca=str(ca)),
        province_vhost=province_vhost,
    )
    _json(definitions)


# --- at the province --------------------------------------------------------------------------------


@app.command("enroll")
def enroll(
    card: Annotated[Path, typer.Argument(help="Phiếu đăng ký của điểm cài đặt.")],
    agency: Annotated[
        list[str], typer.Option(help="Cơ quan tại điểm này: mã[,từ ngày[,đến ngày]].")
    ],
) -> None:
    """Write down that a site asks to join, and for which agencies it will speak."""
    with desk() as (registry, operator):
        hosted = [hosting(one) for one in agency]
        asked = registry.sites.enrol_site(_enrolment(card), hosted, by=operator)
        registry.sites.publish()
    typer.echo(f"{asked['site']}: chờ duyệt. Dấu vân tay khóa:\n{asked['fingerprint']}")


@app.command("approve")
def approve(
    site: SiteWord,
    fingerprint: Annotated[str, typer.Option(help="Dấu vân tay điểm cài đặt đọc qua điện thoại.")],
    by: By,
) -> None:
    """Let a site speak, when the fingerprint is the one its people read out."""
    with desk(by) as (registry, operator):
        registry.sites.approve_site(site, fingerprint=fingerprint, by=operator)
        registry.sites.publish()
    typer.echo(f"{site}: đã duyệt. Tiếp theo: 'danvan site doors {site}' cho RabbitMQ của tỉnh.")


@app.command("doors")
def doors(site: SiteWord, password: Password, vhost: Vhost = "danvan") -> None:
    """Print the definitions of the province's broker for one site: its vhost, queues, user, rights."""
    settings = _settings()
    _json(links.at_province(vhost=vhost, site=site, province=settings.site, password=password))


@app.command("revoke")
def revoke(
    site: SiteWord,
    by: By,
    reason: Annotated[str, typer.Option(help="Lý do, ghi vào sổ.")] = "",
) -> None:
    """Believe nothing more of a site; what it told before stays."""
    with desk(by) as (registry, operator):
        registry.sites.revoke_site(site, reason=reason, by=operator)
        registry.sites.publish()
    typer.echo(f"{site}: đã thu hồi.")


@app.command("list")
def list_sites(as_json: AsJson = False) -> None:  # noqa: FBT002  a command-line flag
    """List the sites of the register, and how their lines stand."""
    with desk() as (registry, operator):
        rows = registry.sites.lines(by=operator)
    if as_json:
        _json({"sites": rows})
        return
    for row in rows:
        hosted = ", ".join(one["agency"] for one in row["agencies"])
        heard = _time(row["heard_at"])
        typer.echo(
            f"{row['site']}  {row['state']}  {row['keyid']}  {hosted}  nghe lúc {heard}"
            f"  thiếu {row['behind']}  chờ {row['held']}"
        )
    typer.echo(f"{len(rows)} điểm cài đặt.")


# --- segments carried by hand -----------------------------------------------------------------------


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="Tệp sẽ ghi.")],
    to: Annotated[str, typer.Option(help="Điểm nhận; bỏ trống: tỉnh.")] = "",
    after: Annotated[int, typer.Option(help="Bỏ qua các đoạn đến số này.")] = 0,
    *,
    back: Annotated[
        bool, typer.Option("--back", help="Tại tỉnh: trả điểm nhận sổ của chính họ, sau phục hồi.")
    ] = False,
) -> None:
    """Write what this site tells the other end into one signed file."""
    settings = _settings()
    signer = site_keys.load_signer(Path(settings.keys_dir))
    with file.open("xb") as out:
        found = _theirs(settings, to, after) if back else _own(settings, to, after)
        count = files.write(out, found, site=settings.site, signer=signer)
    typer.echo(f"{count} đoạn trong {file}.")


def _own(settings: Settings, to: str, after: int) -> Iterator[Segment]:
    """Segments of our own sources that the other end should have."""
    audiences = ["all", f"site:{to}"] if to else ["province", f"site:{settings.province}"]
    for service in topology.services(topology.read()):
        sources = [f"/{settings.site}/{service}/{one}" for one in audiences]
        where = {"source": {"$in": sources}, "number": {"$gt": after}}
        order = [("source", 1), ("epoch", 1), ("number", 1)]
        for row in _database(settings, service)["segments"].find(where, sort=order):
            yield segment_of(row)


def _theirs(settings: Settings, to: str, after: int) -> Iterator[Segment]:
    """Another site's own words, from the copy that the ingress keeps."""
    where = {"source": {"$regex": f"^/{re.escape(to)}/"}, "number": {"$gt": after}}
    order = [("source", 1), ("epoch", 1), ("number", 1)]
    for row in _database(settings)["segments"].find(where, sort=order):
        yield segment_of(row)


@app.command("import")
def import_(file: Annotated[Path, typer.Argument(help="Tệp đã mang đến.")]) -> None:
    """Give a signed file to the ingress here, as if it had come over the line of who signed it."""
    settings = _settings()
    ring = site_keys.load_ring(Path(settings.keys_dir))
    try:
        with file.open("rb") as brought:
            origin = files.check(brought, ring)
            brought.seek(0)
            found = files.segments(brought)
            count = files.lay_down(_database(settings), found, origin=origin)
    except Refusal as refused:
        raise _refused(refused) from refused
    typer.echo(f"{count} đoạn của {origin} đã chuyển cho cửa nhận.")


# --- after a restore --------------------------------------------------------------------------------


@app.command("recover")
def recover(
    service: Annotated[str, typer.Argument(help="Dịch vụ đã phục hồi từ bản sao lưu.")],
    wait: Annotated[float, typer.Option(help="Chờ tỉnh trả lời, giây.")] = 120.0,
    *,
    carried: Annotated[
        bool, typer.Option("--carried", help="Không có đường truyền: dùng tệp đã 'import'.")
    ] = False,
) -> None:
    """After a restore, with the service's worker stopped: take our own words back from the province's copy."""
    settings = _settings()
    found = _door(service, settings)
    lease = _relay_lease(found.store.database, service)
    desk = Recovery(found, lease=lease, ring=site_keys.load_ring(Path(settings.keys_dir)))
    ingress = _database(settings)
    try:
        if not carried:
            _fetch(desk, ingress, settings, wait)
        told = _taken(desk, ingress, settings)
    except (Refusal, NotAuthentic) as refused:
        detail = refused.detail if isinstance(refused, Refusal) else str(refused)
        typer.echo(detail, err=True)
        raise typer.Exit(REFUSED) from refused
    finally:
        lease.release()
    returning.forget(ingress, service)
    _json({"service": service, **told, "incomplete": len(desk.incomplete())})


@app.command("incomplete")
def incomplete(
    service: Annotated[str, typer.Argument(help="Dịch vụ đã lấy lại lời của mình.")],
) -> None:
    """List what came back without words that only the lost disk had: what, whose, and which fields."""
    database = _database(_settings(), service)
    for row in missing_words(database):
        _json(row)


def _door(service: str, settings: Settings) -> Any:
    """The service's own class over its own store."""
    module = importlib.import_module(f"services.{service}.service")
    made = getattr(module, service.title())(Store(settings, service, clock=settings.clock()))
    made.store.prepare()
    return made


def _relay_lease(database: Database[Document], service: str) -> Lease:
    lease = Lease(database, "relay", holder=f"operator:{os.getpid()}", seconds=30)
    if not lease.hold():
        typer.echo(f"Hãy dừng tiến trình worker của {service} trước.", err=True)
        raise typer.Exit(REFUSED)
    return lease


def _fetch(desk: Recovery, ingress: Database[Document], settings: Settings, wait: float) -> None:
    """Ask for what the province has and we have not, and wait until it is here."""
    began, until = datetime.now(UTC), time.monotonic() + wait
    mine = f"/{settings.site}/{desk.service.name}/"
    while not any(row["at"] > began for row in kept(ingress)):
        _pause(desk, until, "tỉnh chưa gửi biên nhận nào; tiến trình ingress có chạy không?")
    said = [row for row in kept(ingress) if row["source"].startswith(mine)]
    wanted = {row["source"]: row for row in said if _is_ahead(desk.stands(row["source"]), row)}
    for source, row in wanted.items():
        returning.want(ingress, desk.stands(source), row["number"])
    while any(_missing(desk, ingress, row) for row in wanted.values()):
        _pause(desk, until, "tỉnh chưa trả hết các đoạn; hãy chạy lại lệnh này")


def _is_ahead(at: Mark, row: dict[str, Any]) -> bool:
    return (row["epoch"], row["number"]) > (at.epoch, at.number)


def _missing(desk: Recovery, ingress: Database[Document], row: dict[str, Any]) -> bool:
    at = desk.stands(row["source"])
    came = {one.number for one in returning.came_back(ingress, row["source"], row["epoch"])}
    return not set(range(at.number + 1, row["number"] + 1)) <= came


def _pause(desk: Recovery, until: float, what: str) -> None:
    if time.monotonic() > until:
        typer.echo(f"Hết thời gian chờ: {what}.", err=True)
        raise typer.Exit(REFUSED)
    desk.lease.hold()
    time.sleep(0.2)


def _taken(desk: Recovery, ingress: Database[Document], settings: Settings) -> dict[str, Any]:
    """Take all of it back; then a new epoch for what nobody else has: our words to ourselves."""
    back = {
        source: list(returning.came_back(ingress, source, desk.stands(source).epoch))
        for source in returning.sources(ingress, desk.service.name)
    }
    desk.check([one for some in back.values() for one in some])
    taken = [desk.take(some)._asdict() for some in back.values() if some]
    journal = Journal(desk.store.database, site_keys.load_signer(Path(settings.keys_dir)), settings)
    own = f"/{settings.site}/{desk.service.name}/site"
    opened = []
    if desk.stands(own).number:
        desk.lease.hold()
        opened = [journal.open_epoch(own, desk.lease).kept.source]
    return {"sources": taken, "events": sum(one["events"] for one in taken), "opened": opened}


@app.command("reopen")
def reopen(
    service: Annotated[str, typer.Argument(help="Dịch vụ đã phục hồi từ bản sao lưu.")],
) -> None:
    """After a restore, with the service's worker stopped: go on in a new epoch. What others have beyond
    what we have now is void from then on."""
    settings = _settings()
    database = _database(settings, service)
    journal = Journal(database, site_keys.load_signer(Path(settings.keys_dir)), settings)
    lease = _relay_lease(database, service)
    found = {row["_id"] for row in database["heads"].find({}, {"_id": 1})}
    for source in sorted(found | {f"/{settings.site}/{service}/province"}):
        kept = journal.open_epoch(source, lease).kept
        typer.echo(
            f"{source}: kỳ {kept.epoch + 1}, giữ đến đoạn {kept.number} của kỳ {kept.epoch}."
        )
    lease.release()


# --- the certificate --------------------------------------------------------------------------------


def sync(as_json: AsJson = False) -> None:  # noqa: FBT002  a command-line flag
    """Say of each source of another site what we have without a gap, and what was announced."""
    database = _database(_settings())
    rows, received = list(certificate(database)), kept(database)
    if as_json:
        behind = sum(row["behind"] for row in rows)
        _json({"sources": rows, "behind": behind, "receipts": received})
        return
    for row in received:
        typer.echo(
            f"{row['source']} (kỳ {row['epoch']}): tỉnh xác nhận đã có đến đoạn {row['number']},"
            f" sự kiện {row['last']}, lúc {_time(row['at'])}"
        )
    for row in rows:
        typer.echo(_sentence(row))
    typer.echo(f"{len(rows)} nguồn.")


def _sentence(row: dict[str, Any]) -> str:
    at = _time(row["at"])
    had = f"đủ đến đoạn {row['segment']}, sự kiện {row['event']}, lúc {at}"
    said = f"nơi gửi báo {row['announced']} lúc {_time(row['heard_at'])}"
    return f"{row['source']} (kỳ {row['epoch']}): {had}; {said}; giữ chờ {row['held']}"


def _time(value: datetime | None) -> str:
    with suppress(AttributeError):
        return value.astimezone().strftime("%H:%M %d/%m/%Y")  # type: ignore[union-attr]
    return "—"
