"""Write the pages of `docs/law/` from the rule packs: `python -m cli.law.pages docs/law`."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cli.law.catalogue import catalogue
from cli.law.tables import table
from law.calendar.register import Register
from law.deadlines import Extension, Facts, Suspension, due, sentences
from law.defaults import shipped_packs, shipped_register
from law.packs.packs import Packs
from law.packs.rules import Pause, Rule, RuleVersion, Shape, Unit
from law.words import EVENTS, FACTS, GROUNDS, say, say_limits, say_span

EXAMPLE = date(2026, 2, 11)  # before Tết: days off, a swap and a roll are likely to show
LATER_EXAMPLE = date(2026, 10, 15)
DECIDED_EXAMPLE = date(2026, 8, 3)
DECIDED_SUSPENSION = Suspension(date(2026, 8, 10), date(2026, 8, 17), decision="12/QĐ-UBND")
DECIDED_EXTENSION = Extension(date(2026, 8, 18), decision="15/QĐ-UBND")

SURENESS = {
    "V": "đã có nguồn",
    "K": "đã biết, chưa đối chiếu văn bản gốc",
    "U": "chưa chắc chắn, tỉnh cần xác nhận",
    "D": "lựa chọn thiết kế, không phải luật",
    "seed": "nguyên văn Chỉ thị 14/CT-UBND",
}

_WAYS = {
    Shape.LIMIT: "Phải xong trong thời hạn.",
    Shape.MINIMUM: "Phải giữ ít nhất đến hết thời hạn; không lùi sang ngày làm việc tiếp theo.",
    Shape.BEFORE: "Phải xong trước sự kiện ít nhất chừng ấy ngày; ngày của sự kiện không tính.",
}


def pages(packs: Packs, register: Register) -> dict[str, str]:
    """All pages by file name."""
    made = {f"{rule.id}.md": _rule_page(rule, packs, register) for rule in packs.rules.values()}
    return {"README.md": _index(packs), **catalogue(packs, register), **made}


def write(folder: Path) -> None:
    """Write all pages, and remove those whose rule is gone."""
    made = pages(shipped_packs(), shipped_register())
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


def sureness(tag: str) -> str:
    """What a tag says about how sure a value is."""
    kind, _, source = tag.partition(":")
    return f"{SURENESS[kind]} ({source})" if source else SURENESS[kind]


def _index(packs: Packs) -> str:
    lines = ["# Pháp luật trong hệ thống", "", *_about(), ""]
    for pack in packs.packs:
        lines += [
            f"## {pack.title}",
            "",
            f"Bộ `{pack.pack}`, phiên bản {pack.version}, mã băm `{pack.hash}`.",
            "",
        ]
        if pack.rules:
            lines += [*_rules_table(pack.rules, packs), ""]
    return "\n".join(lines).rstrip() + "\n"


def _about() -> list[str]:
    return [
        "Mỗi trang dưới đây được sinh ra từ bộ quy tắc đang dùng, để cán bộ đối chiếu với văn bản gốc.",
        "Không sửa tay: sửa tệp trong `law/packs/` rồi chạy `make docs-law`.",
        "",
        "Xem thêm: [lịch làm việc](lich.md) · [định mức tiếp công dân, niêm yết](tiep-cong-dan.md) · "
        "[xử lý đơn, thẩm quyền](xu-ly-don.md) · [biểu quyết, đối thoại](dan-chu.md) · [báo cáo năm](bao-cao.md) · [nhiệm vụ, chỉ tiêu](nhiem-vu.md) · "
        "[văn bản](van-ban.md) · [địa bàn, cơ quan](don-vi.md).",
        "",
        "Mức tin cậy: " + "; ".join(f"**{tag}** {told}" for tag, told in SURENESS.items()) + ".",
    ]


def _rules_table(rules: tuple[Rule, ...], packs: Packs) -> Iterator[str]:
    rows = (
        (
            f"[{rule.id}]({rule.id}.md)",
            rule.title,
            say_limits(rule.versions[-1]),
            packs.cite(rule.versions[-1]),
            rule.versions[-1].tag,
        )
        for rule in rules
    )
    return table(("Mã", "Nội dung", "Thời hạn hiện hành", "Căn cứ", "Mức tin cậy"), rows)


def _rule_page(rule: Rule, packs: Packs, register: Register) -> str:
    pack = packs.pack_of(rule.id)
    lines = [
        f"# {rule.id} · {rule.title}",
        "",
        f"- **Tính từ**: {EVENTS[rule.start]} (ngày này không tính).",
        *_ways(rule, packs),
        *_family(rule, packs),
        "",
        "## Các phiên bản",
        "",
        *table(
            ("Phiên bản", "Hiệu lực", "Thời hạn", "Căn cứ", "Mức tin cậy", "Ghi chú"),
            (_version_row(version, packs) for version in rule.versions),
        ),
        "",
        *_extending(rule.versions[-1], packs),
        *_pauses(rule.versions[-1], packs),
        *_checklist(rule, packs),
        "## Ví dụ",
        "",
        *_example(rule, packs, register),
        "---",
        f"Sinh ra từ `law/packs/{pack.pack}.yaml`, phiên bản {pack.version}, mã băm `{pack.hash}`.",
    ]
    return "\n".join(lines) + "\n"


def _ways(rule: Rule, packs: Packs) -> Iterator[str]:
    version = rule.versions[-1]
    yield f"- **Cách hiểu**: {_WAYS[version.shape]}"
    if version.unit is Unit.WORKING_DAY:
        yield "- **Cách đếm**: chỉ đếm ngày làm việc, kể cả ngày làm bù; bỏ ngày nghỉ hằng tuần, nghỉ lễ, nghỉ bù, nghỉ hoán đổi."
    elif version.rolls:
        article = (
            f"{packs.counting.roll_article} {packs.instruments[packs.counting.instrument].cited}"
        )
        yield f"- **Cách đếm**: đếm mọi ngày; ngày cuối là ngày nghỉ thì hết hạn vào ngày làm việc tiếp theo ({article})."
    else:
        yield "- **Cách đếm**: đếm mọi ngày, kể cả ngày nghỉ."
    if rule.key:
        yield f"- **Tên cấu hình**: `{rule.key}`."


def _family(rule: Rule, packs: Packs) -> Iterator[str]:
    others = [one for one in packs.family(rule) if one is not rule]
    if others:
        told = ", ".join(f"[{one.id}]({one.id}.md)" for one in others)
        yield f"- **Cùng nhóm, khác nhau theo dữ kiện**: {told}."
    if asked := [FACTS[fact] for fact in rule.asks if fact in FACTS]:
        yield f"- **Dữ kiện làm thay đổi thời hạn**: {'; '.join(asked)}."


def _version_row(version: RuleVersion, packs: Packs) -> tuple[str, ...]:
    return (
        str(version.version),
        say_span(version.since, version.until),
        say_limits(version),
        packs.cite(version),
        sureness(version.tag),
        version.note,
    )


def _extending(version: RuleVersion, packs: Packs) -> Iterator[str]:
    if extending := version.extending:
        instrument = packs.instruments[extending.instrument or version.instrument].cited
        yield "## Gia hạn"
        yield ""
        yield (
            f"Tối đa {extending.times} lần, mỗi lần không quá {extending.days} ngày, tính từ ngày hết hạn danh nghĩa; "
            f"quyết định phải ban hành khi còn thời hạn ({extending.article} {instrument})."
        )
        yield ""


def _pauses(version: RuleVersion, packs: Packs) -> Iterator[str]:
    known = [pause for pause in packs.pauses if pause.kind == version.pauses]
    if known:
        yield "## Tạm đình chỉ"
        yield ""
        yield from (_pause(pause, packs) for pause in known)
        yield ""


def _pause(pause: Pause, packs: Packs) -> str:
    grounds = "; ".join(GROUNDS[ground] for ground in pause.grounds)
    note = f" {pause.note}" if pause.note else ""
    return (
        f"- {say_span(pause.since, pause.until).capitalize()}: {grounds} ({packs.cite(pause)}; {sureness(pause.tag)}). "
        f"Số ngày từ khi tạm đình chỉ đến khi tiếp tục được cộng vào ngày hết hạn danh nghĩa.{note}"
    )


def _checklist(rule: Rule, packs: Packs) -> Iterator[str]:
    if "complexity" not in rule.asks:
        return
    checklist = packs.checklist
    yield "## Mức độ phức tạp"
    yield ""
    yield f"Suy ra từ tiêu chí ({packs.cite(checklist)}), không nhập tay:"
    yield ""
    yield from (f"- {criterion.id}) {criterion.text}" for criterion in checklist.criteria)
    yield ""
    yield (
        "; ".join(
            f"từ {one.at_least} tiêu chí: {one.title}" for one in checklist.classes
        ).capitalize()
        + "."
    )
    yield ""


def _example(rule: Rule, packs: Packs, register: Register) -> Iterator[str]:
    for facts in _cases(rule.versions[-1]):
        found = due(rule.id, facts, register.latest(), packs)
        yield f"{EVENTS[rule.start]} {say(facts.start)} → **{say(found.effective)}**."
        yield ""
        yield from (
            f"{place}. {text}" for place, text in enumerate(sentences(found.proof), start=1)
        )
        yield ""


def _cases(version: RuleVersion) -> Iterator[Facts]:
    """A plain case; and, where the law knows them, one with a suspension and an extension."""
    yield Facts(start=LATER_EXAMPLE if version.shape is Shape.BEFORE else EXAMPLE)
    if version.pauses or version.extending:
        yield Facts(
            start=DECIDED_EXAMPLE,
            suspensions=(DECIDED_SUSPENSION,) if version.pauses else (),
            extensions=(DECIDED_EXTENSION,) if version.extending else (),
        )


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/law"))
