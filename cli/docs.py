"""`danvan docs`: the reference pages made from the code, so that nothing is declared twice."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import typer

import contracts
import services
from contracts.registry import ROLE_WORDS
from contracts.rights import (
    COMMAND_WORDS,
    COMMANDS,
    DEED_WORDS,
    PUBLIC,
    REACH_WORDS,
    RIGHTS,
    SIGNED_IN,
    named,
)
from kernel.config import Settings
from kernel.message import Event, data_class
from kernel.metrics import METRICS
from kernel.rights import Right, rights_of
from law.defaults import shipped_packs
from services.reporting.domain.figures import FIGURES, Figure
from services.reporting.domain.indicators import RATES, SHARES_VERSION, contract

PAGES = Path(__file__).parent.parent / "docs"
NOTE = "<!-- Made by `danvan docs write`; do not edit. -->"

app = typer.Typer(help="Các trang tài liệu sinh ra từ mã nguồn.", no_args_is_help=True)


@app.command()
def write() -> None:
    """Write the pages anew."""
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")
        typer.echo(f"docs/{name}")


@app.command()
def check() -> None:
    """Exit 1 and name the pages that no longer say what the code says."""
    old = stale(PAGES)
    for name in old:
        typer.echo(f"docs/{name} is stale: run 'danvan docs write'", err=True)
    raise typer.Exit(1 if old else 0)


def stale(folder: Path) -> list[str]:
    """The pages in a folder that differ from what the code says now."""
    return [name for name, text in pages().items() if _read(folder / name) != text]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def pages() -> dict[str, str]:
    """Every generated page, by file name."""
    return {
        "settings.md": settings(),
        "metrics.md": metrics(),
        "events.md": events(),
        "figures.md": figures(),
        "rights.md": rights(),
    }


# --- the pages --------------------------------------------------------------------------------------


def settings() -> str:
    """One line per setting."""
    rows = (
        (f"`{one.name.upper()}`", _type(one.type), _default(one.default), one.metadata["about"])
        for one in dataclasses.fields(Settings)
    )
    about = "Read from the environment when a process starts; a wrong one ends it with exit code 78 and is named."
    return _page("Settings", about, _table(("setting", "type", "default", "what it is for"), rows))


def figures() -> str:
    """One line per figure of the annual report: how it is defined, from which events it is counted."""
    known = shipped_packs().indicators
    rows = (
        (
            f"`{one.code.value}`",
            known[one.code.value].title,
            known[one.code.value].unit,
            ", ".join(f"`{group}`" for group in one.groups),
            one.says,
            contract(one.keys[0], shipped_packs()).as_of,
            _counted_from(one),
        )
        for one in FIGURES
    )
    about = (
        "Figures of the annual report in the order of its outline, for one agency and one period (kỳ), both "
        "days included. The province's figure is the sum over accepted reports; of percents it is the mean of "
        "the agencies that gave one, rounded half up. Keys are `CODE` or `CODE.GROUP`."
    )
    heads = ("code", "chỉ tiêu", "đơn vị", "groups", "definition", "as of", "counted from")
    return _page("Figures", about, _table(heads, rows) + "\n" + _rates())


def _rates() -> str:
    """Shares, made of figures."""
    rows = (
        (
            f"`{one.code}`",
            one.title,
            " + ".join(f"`{code}`" for code in one.over),
            " + ".join(f"`{code}`" for code in one.under),
        )
        for one in RATES
    )
    heads = ("code", "tỷ lệ", "numerator", "denominator")
    return f"\n## Shares (%)\n\nContract version {SHARES_VERSION}.\n\n" + _table(heads, rows)


def _counted_from(figure: Figure) -> str:
    if figure.by_law:
        return "`law.cadence`"
    return ", ".join(f"`{one.wire}`" for one in figure.events) or "nhập tay"


def rights() -> str:
    """The policy: one line per right, then one line per command."""
    about = (
        "Ai được làm gì, với việc của ai, theo căn cứ nào. Mỗi trang, mỗi địa chỉ của giao diện lập trình và mỗi lệnh "
        "dùng quyền trong bảng này; không có quyền nào ngoài bảng (`make authz-matrix` chứng minh cho từng vai trò). "
        "Không ai tự sửa quyền của mình; người đề xuất không tự phê duyệt; việc của cơ quan khác coi như không tồn tại."
    )
    heads = ("quyền", "vai trò", "được", "việc", "phạm vi", "căn cứ")
    table = _table(heads, map(_right, RIGHTS))
    commands = _table(
        ("lệnh", "tên", "quyền"),
        (
            (f"`{name}`", COMMAND_WORDS.get(name, ""), _named(who))
            for name, who in sorted(COMMANDS.items())
        ),
    )
    body = f"{table}\n\n## Lệnh\n\n{commands}"
    return _page("Bảng quyền", about, body)


def _right(right: Right) -> tuple[str, ...]:
    everybody = {PUBLIC.name: "mọi người", SIGNED_IN.name: "mọi người đã đăng nhập"}
    who = everybody.get(right.name) or ", ".join(ROLE_WORDS[one] for one in right.roles)
    deed, reach = DEED_WORDS[right.deed], REACH_WORDS[right.reach]
    return (f"`{right.name}`", who, deed, right.what, reach, right.basis)


def _named(who: tuple[str, ...]) -> str:
    names = dict.fromkeys(named(role, right).name for role, right in rights_of(who))
    return ", ".join(f"`{one}`" for one in names)


def metrics() -> str:
    """One line per metric."""
    rows = (
        (f"`{one.name}`", one.kind, ", ".join(("service", *one.labels)), one.about)
        for one in METRICS
    )
    about = "Served in Prometheus' format at `/metrics` of every web process and worker."
    return _page("Metrics", about, _table(("metric", "kind", "labels", "what it tells"), rows))


def events() -> str:
    """One section per event, by the service that tells it."""
    about = "What services tell each other; the envelope is CloudEvents 1.0 (`kernel/message.py`)."
    told = list(known_events())
    summary = _table(
        ("event", "version", "audience", "followed by"),
        ((f"`{e.wire}`", str(e.schema_version), e.audience.value, _followers(e)) for e in told),
    )
    return _page("Events", about, "\n\n".join((summary, *map(_section, told))))


def _section(cls: type[Event]) -> str:
    rows = (
        (f"`{one.name}`", _type(one.type), data_class(one).value, _needed(one))
        for one in dataclasses.fields(cls)  # type: ignore[arg-type]
    )
    heading = f"## {cls.__name__}\n\n`{cls.wire}`, version {cls.schema_version}, audience {cls.audience.value}."
    table = _table(("field", "type", "data class", "when absent"), rows)
    return f"{heading} {inspect.getdoc(cls)}\n\n{table}"


def _followers(cls: type[Event]) -> str:
    return ", ".join(f"`{where}`" for where in followers().get(cls.wire, ())) or "nobody yet"


# --- what there is ----------------------------------------------------------------------------------


def known_events() -> Iterator[type[Event]]:
    """Every event the services tell, by wire name."""
    found = (one for module in _modules(contracts) for one in _classes(module, _is_event))
    yield from sorted(found, key=lambda cls: cls.wire)


def known_services() -> Iterator[Any]:
    """The class of every service of the house."""
    for package in pkgutil.iter_modules(services.__path__, "services."):
        module = importlib.import_module(f"{package.name}.service")
        yield from _classes(module, lambda cls: isinstance(vars(cls).get("name"), str))


def followers() -> dict[str, list[str]]:
    """Who follows an event: `<service>.on_<event>` by wire name."""
    found: dict[str, list[str]] = {}
    for cls in known_services():
        for name, method in inspect.getmembers(cls, inspect.isfunction):
            if followed := getattr(method, "follows", None):
                found.setdefault(followed.wire, []).append(f"{cls.name}.{name}")
    return found


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def _classes(module: ModuleType, wanted: Callable[[Any], bool]) -> Iterator[Any]:
    """The classes a module itself declares."""
    for _, cls in inspect.getmembers(module, inspect.isclass):
        if cls.__module__.startswith(module.__name__) and wanted(cls):
            yield cls


def _is_event(cls: Any) -> bool:
    return issubclass(cls, Event) and hasattr(cls, "wire")


# --- how it is said ---------------------------------------------------------------------------------


def _page(title: str, about: str, body: str) -> str:
    return f"{NOTE}\n\n# {title}\n\n{about}\n\n{body}\n"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(one) for one in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _type(hint: Any) -> str:
    if inspect.isclass(hint) and not issubclass(hint, (bool, int, float, date, datetime)):
        values = getattr(hint, "__members__", None)
        return " · ".join(f"`{value}`" for value in values) if values else str(hint.__name__)
    return hint.__name__ if inspect.isclass(hint) else str(hint)


def _default(value: Any) -> str:
    return f"`{value}`" if value != "" else "empty"


def _needed(one: "dataclasses.Field[Any]") -> str:
    if one.default is not dataclasses.MISSING:
        return f"`{one.default}`"
    return "refused" if one.default_factory is dataclasses.MISSING else f"`{one.default_factory()}`"
