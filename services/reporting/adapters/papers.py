"""Letters, the annex of statistics and blank forms, made ready to be drawn as Word and PDF."""

from frame.paper.content import (
    Block,
    Column,
    Drawn,
    Heading,
    Table,
    Text,
    closed,
    numbered,
    recipients,
)
from frame.paper.settable import MAY_BREAK
from services.reporting.adapters import content, words
from services.reporting.domain.indicators import STATE_WORDS, Line, Share, state_of
from services.reporting.domain.letters import BlankForm, Letter, Statistics
from services.reporting.domain.offline import ABOUT_HEAD, FIGURES_HEAD, FORM, SECTIONS_HEAD

TAKEN_ALONG = 12
"""From so many rows on a letter's list stands in an annex."""


def letter(it: Letter) -> Drawn:
    """An official letter; a long list goes into an annex."""
    inside = [one for one in it.tables if len(one.rows) < TAKEN_ALONG and not one.apart]
    beside = [content.given(one) for one in it.tables if one not in inside]
    listed = [block for one in inside for block in content.given(one).blocks]
    said = (*map(Text, it.paragraphs), *listed, *map(Text, it.closing))
    return Drawn(
        kind=it.heading,
        title=it.about,
        superior=it.superior,
        issuer=it.issuer,
        symbol=it.symbol,
        place=it.place,
        issued_on=it.issued_on,
        addressees=it.addressees,
        blocks=closed(said),
        sheets=numbered(beside),
        signer_title=it.signer_title,
        signer=it.signer,
        recipients=recipients(it.recipients),
        sample=it.stamp.sample,
        keywords=(it.stamp.law_version,),
        note=f"Phiên bản quy định: {it.stamp.law_version}.",
    )


# --- statistics -------------------------------------------------------------------------------------


def statistics(it: Statistics) -> Drawn:
    """The annex of statistics, one table to a section."""
    blocks: list[Block] = [Text(three_days(it))]
    for title, lines in it.parts:
        blocks += [Heading(title, 1), _figures(it, lines)]
    return _plain(it.whose, "BIỂU SỐ LIỆU CÔNG TÁC DÂN VẬN CHÍNH QUYỀN", it, tuple(blocks))


def three_days(it: Statistics) -> str:
    """Which days the figures are of, when the data were closed, when the report is due: three things."""
    due = f"; hạn gửi báo cáo: ngày {words.day(it.due_on)}" if it.due_on else ""
    to = (
        f" Cột «Ước thực hiện» tính đến ngày {words.day(it.estimate_to)}." if it.estimate_to else ""
    )
    return (
        f"Kỳ số liệu: từ ngày {words.day(it.first)} đến ngày {words.day(it.last)}; thời điểm chốt số liệu: "
        f"hết ngày {words.day(it.closed_on)}{due}. So sánh với cùng kỳ năm trước.{to}"
    )


def _figures(it: Statistics, lines: tuple[Line, ...]) -> Table:
    columns = (
        Column("Mã", 2.7, small=True),
        Column("Chỉ tiêu", 4.6),
        Column("Đơn vị tính", 1.6, "center"),
        Column("Số liệu", 2.1, "right"),
        Column("Cùng kỳ", 2.1, "right"),
        Column("Tăng/giảm", 1.9, "right"),
        Column("Ước thực hiện", 2.1, "right"),
    )
    rows = tuple(
        (one.key, one.title, one.unit, shown(one.value), shown(one.previous), _change(one), _estimate(it, one))
        for one in lines
    )  # fmt: skip
    shares = tuple(map(_share, it.shares(lines[0].section)))
    return Table("", columns, rows + shares)


def _share(one: Share) -> tuple[str, ...]:
    title = f"{one.rate.title} ({one.rate.formula.replace('_', f'_{MAY_BREAK}')})"
    return (
        one.rate.code,
        title,
        "%",
        share(one),
        _points(one.previous),
        ("+" if one.change and one.change > 0 else "") + _points(one.change),
        words.NOTHING,
    )


def share(one: Share) -> str:
    """A share in percent, or which of the two other things it is."""
    return STATE_WORDS.get(one.state) or _points(one.value)


def _points(value: float | None) -> str:
    return words.NOTHING if value is None else f"{value:.1f}".replace(".", ",")


def shown(value: int | None) -> str:
    """A number, or which of the two other things it is."""
    return STATE_WORDS.get(state_of(value)) or words.number(value or 0)


def _change(line: Line) -> str:
    if line.change is None:
        return words.NOTHING
    return f"+{words.number(line.change)}" if line.change > 0 else words.number(line.change)


def _estimate(it: Statistics, line: Line) -> str:
    if it.estimate_to is None or not line.estimate:
        return words.NOTHING
    return f"ước {words.number(line.estimate)}"


# --- blank form -------------------------------------------------------------------------------------


def blank(it: BlankForm) -> Drawn:
    """The form as a document: three tables whose first columns are read back."""
    figures = tuple(
        (one.key, one.title, one.unit, counted(it, one.key), "", "") for _, own in it.parts for one in own
    )  # fmt: skip
    sections = tuple(
        (code, title + (" (bắt buộc)" if must else ""), "") for code, title, must in it.sections
    )
    blocks: tuple[Block, ...] = (
        Text("Điền cột «Số liệu báo cáo» và «Nội dung», giữ nguyên cột «Mã», rồi tải lên phần mềm. Không phát sinh thì điền 0; để trống là chưa báo cáo."),
        Heading("Thông tin", 1),
        Table("", (Column(ABOUT_HEAD[0], 4.0), Column(ABOUT_HEAD[1], 12.5)), about(it)),
        Heading("Số liệu", 1),
        Table("", _columns(FIGURES_HEAD, (2.7, 4.6, 1.7, 2.0, 2.2, 3.3)), figures),
        Heading("Thuyết minh", 1),
        Table("", _columns(SECTIONS_HEAD, (3.0, 5.0, 8.5)), sections),
    )  # fmt: skip
    return _plain(
        it.agency.name, f"MẪU BÁO CÁO CÔNG TÁC DÂN VẬN CHÍNH QUYỀN NĂM {it.year}", it, blocks
    )


def about(it: BlankForm) -> tuple[tuple[str, str], ...]:
    """What the form is for; read back and compared."""
    return (
        ("Mẫu", FORM),
        ("Mã cơ quan", it.agency.id),
        ("Cơ quan", it.agency.name),
        ("Năm", str(it.year)),
        ("Kỳ số liệu", f"{words.day(it.window_from)} – {words.day(it.window_to)}"),
        ("Hạn gửi", words.day(it.due_on)),
    )


def counted(it: BlankForm, key: str) -> str:
    """What the system has counted for a figure so far, as words; nothing for those entered by hand."""
    known = dict(it.counted).get(key)
    return "" if known is None else words.number(known)


def _columns(titles: tuple[str, ...], widths: tuple[float, ...]) -> tuple[Column, ...]:
    small = {FIGURES_HEAD[0]}
    return tuple(
        Column(title, width, small=title in small) for title, width in zip(titles, widths, strict=True)
    )  # fmt: skip


def _plain(whose: str, title: str, it: Statistics | BlankForm, blocks: tuple[Block, ...]) -> Drawn:
    """A paper that is enclosed with another: no number, no signature of its own."""
    return Drawn(
        kind=title,
        title=whose,
        superior="",
        issuer=whose,
        symbol="",
        place="",
        issued_on=it.issued_on,
        addressees=(),
        blocks=blocks,
        sheets=(),
        signer_title=(),
        signer="",
        recipients=(),
        sample=it.stamp.sample,
        keywords=(it.stamp.law_version,),
        note=f"Phiên bản quy định: {it.stamp.law_version}.",
        signed=False,
    )
