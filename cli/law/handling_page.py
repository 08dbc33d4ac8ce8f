"""The generated page about handling petitions: refusals, groups, routes, competence, statistics."""

from collections.abc import Iterable, Iterator

from cli.law.tables import table
from law.packs.handling import Competence, Disposition, FormCheck, Remedy, StatisticsPeriod
from law.packs.packs import Packs
from law.packs.report import DayOfYear
from law.words import say_span

_KINDS = {
    "COMPLAINT": "khiếu nại",
    "DENUNCIATION": "tố cáo",
    "RECOMMENDATION": "kiến nghị",
    "FEEDBACK": "phản ánh",
    "REGULATORY_FEEDBACK": "phản ánh về quy định hành chính",
}

_INSTANCES = {"FIRST": "lần đầu", "SECOND": "lần hai"}


def handling_page(packs: Packs) -> Iterator[str]:
    """What one needs to check about handling petitions."""
    yield "# Xử lý đơn, thẩm quyền, thống kê"
    yield ""
    yield from _group(packs)
    yield from _section(
        "Được từ chối tiếp", ("Trường hợp", "Văn bản thông báo", "Căn cứ"), _refusals(packs)
    )
    yield from _section(
        "Hướng xử lý", ("Hướng", "Loại đơn", "Quy tắc thời hạn"), map(_route, packs.dispositions)
    )
    yield from _section(
        "Thẩm quyền",
        ("Vụ việc", "Lần đầu", "Lần hai", "Hiệu lực", "Căn cứ"),
        (_competence(one, packs) for one in packs.competences.values()),
    )
    yield from _section(
        "Khi quá hạn, người gửi đơn có quyền",
        ("Loại đơn", "Lần", "Được làm gì", "Hiệu lực", "Căn cứ"),
        (_remedy(one, packs) for one in packs.remedies),
    )
    yield from _section(
        "Kỳ thống kê của ngành thanh tra",
        ("Kỳ", "Từ", "Đến", "Báo cáo bằng lời"),
        map(_period, packs.statistics.periods),
    )
    yield from _section(
        "Kiểm tra biểu mẫu",
        ("Biểu", "Nội dung", "Phải bằng nhau"),
        map(_check, packs.statistics.checks),
    )


def _section(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield from table(head, rows)


def _group(packs: Packs) -> Iterator[str]:
    group = packs.group
    told = "; ".join(
        f"từ {one.from_persons} người: {one.least}–{one.most}" for one in group.representatives
    )
    yield f"Đoàn đông người: từ {group.persons} người về cùng một nội dung ({packs.cite(group)}; {group.tag})."
    yield f"Số người đại diện: {told}."


def _refusals(packs: Packs) -> Iterator[tuple[str, ...]]:
    for one in packs.reception_refusals.values():
        yield one.title, "có" if one.needs_notice else "không", f"{packs.cite(one)} ({one.tag})"


def _route(one: Disposition) -> tuple[str, ...]:
    kinds = ", ".join(_KINDS[kind] for kind in one.kinds)
    return f"{one.title} (`{one.id}`)", kinds, f"[{one.rule}]({one.rule}.md)" if one.rule else ""


def _competence(one: Competence, packs: Packs) -> tuple[str, ...]:
    cited = f"{packs.cite(one)} ({one.tag})"
    first = f"{one.first}; {one.several}" if one.several else one.first
    return one.title, first, one.second or "–", say_span(one.since, None), cited


def _remedy(one: Remedy, packs: Packs) -> tuple[str, ...]:
    cited = f"{packs.cite(one)} ({one.tag})"
    return _KINDS[one.kind], _INSTANCES[one.instance], one.title, say_span(one.since, None), cited


def _period(one: StatisticsPeriod) -> tuple[str, ...]:
    return one.title, _day(one.start), _day(one.end), "có" if one.narrative else "chỉ biểu"


def _day(one: DayOfYear) -> str:
    return f"{one.day:02}/{one.month:02}{' năm trước' if one.year < 0 else ''}"


def _check(one: FormCheck) -> tuple[str, ...]:
    return one.form, one.title, " = ".join("+".join(map(str, part)) for part in one.equal)
