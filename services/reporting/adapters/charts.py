"""Charts of the report: what is drawn, and the drawing as SVG and PNG.

They are drawn here and not by a browser engine, because such an engine reserves more address space than
a job may have. Two tones that differ in print, every bar with its number; the tables hold the same.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

from frame.paper.setting import as_png
from services.reporting.adapters import words
from services.reporting.domain import AgencyLine, Paper

PETITIONS = {"KN": "Khiếu nại", "TC": "Tố cáo", "KNPA": "Kiến nghị, phản ánh"}
STAGES = {"PET_IN": "Tiếp nhận", "PET_SETTLED": "Giải quyết"}
FIELDS = {
    "ECONOMY": "Kinh tế",
    "CULTURE": "Văn hóa",
    "SOCIETY": "Xã hội",
    "SECURITY": "An ninh",
    "DEFENCE": "Quốc phòng",
    "POLITICAL_SYSTEM": "Hệ thống chính trị",
}
PLACES = {"COMMUNE": "Ủy ban nhân dân xã", "WARD": "Ủy ban nhân dân phường"}
PROVINCIAL = "Cơ quan cấp tỉnh"
COURSES = {
    "Đúng hạn": ("ON_TIME", "ON_TIME_AFTER_RETURN"),
    "Trễ hạn": ("LATE", "LATE_CORRECTION"),
    "Chưa gửi, không gửi": ("",),
}
TONES = ("#1f3f77", "#c9d3e6", "#8c8c8c")


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars side by side: one cluster per category, one bar in it per series; `section` is where it stands."""

    name: str
    title: str
    section: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def summary(self) -> str:
        """The chart in words, for those who do not see it."""
        told = (f"{name}: {self._told(values)}" for name, values in self.series)
        return f"{self.title} ({self.unit}). " + ". ".join(told) + "."

    def as_svg(self) -> str:
        """The chart as a drawing."""
        return svg(self)

    def as_png(self) -> bytes:
        """The chart as a picture for Word."""
        return png(self)

    def _told(self, values: tuple[int, ...]) -> str:
        pairs = zip(self.categories, values, strict=True)
        return "; ".join(f"{category} {words.number(value)}" for category, value in pairs)


def charts_of(paper: Paper) -> tuple[Chart, ...]:
    """The charts of a report."""
    timeliness = (_timeliness(paper),) if paper.agencies else ()
    return _petitions(paper), _models(paper), *timeliness


def _petitions(paper: Paper) -> Chart:
    keys = {
        f"{stage}.{kind}": f"{STAGES[stage]}: {PETITIONS[kind]}"
        for stage in STAGES
        for kind in PETITIONS
    }
    return Chart(
        name="don-thu",
        title=f"Đơn tiếp nhận và vụ việc đã giải quyết theo loại, năm {paper.year} và {paper.year - 1}",
        section="RECEPTION",
        unit="đơn, vụ việc",
        categories=tuple(keys.values()),
        series=_two_years(paper, keys),
    )


def _models(paper: Paper) -> Chart:
    keys = {f"DVK_ACTIVE.{field}": name for field, name in FIELDS.items()}
    return Chart(
        name="mo-hinh",
        title=f"Mô hình “Dân vận khéo” đang thực hiện theo lĩnh vực, năm {paper.year} và {paper.year - 1}",
        section="DVK_MODELS",
        unit="mô hình",
        categories=tuple(keys.values()),
        series=_two_years(paper, keys),
    )


def _two_years(paper: Paper, keys: dict[str, str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    lines = {line.key: line for line in paper.figures}
    found = [lines.get(key) for key in keys]
    now = tuple((line.value if line else None) or 0 for line in found)
    before = tuple((line.previous if line else None) or 0 for line in found)
    return (f"Năm {paper.year}", now), (f"Năm {paper.year - 1}", before)


def _timeliness(paper: Paper) -> Chart:
    places = (PROVINCIAL, *PLACES.values())
    count = Counter((place_of(line), line.timeliness) for line in paper.agencies)
    return Chart(
        name="thoi-han",
        title=f"Tình hình gửi báo cáo năm {paper.year} theo loại cơ quan",
        section="",
        unit="cơ quan",
        categories=places,
        series=tuple(
            (course, tuple(sum(count[place, code] for code in codes) for place in places))
            for course, codes in COURSES.items()
        ),
    )


def place_of(line: AgencyLine) -> str:
    """The kind of agency a chart counts."""
    return PLACES.get(line.kind, PROVINCIAL)


# --- the drawing ----------------------------------------------------------------------------------------

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 14, 626, 44, 244
GAP, LINE = 0.28, 15
FONT = 'font-family="Liberation Serif"'
LETTER = 6.2  # how wide one is


def png(chart: Chart) -> bytes:
    """The chart as a picture for Word."""
    source = "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 160mm)"
    return as_png(source, {"svg": svg(chart)})


def svg(chart: Chart) -> str:
    """The chart as a drawing."""
    parts = (*_legend(chart), *_bars(chart), *_labels(chart), _ground())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, said: str, *, size: int = 13, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {FONT} font-size="{size}" text-anchor="{anchor}">{escape(said)}</text>'


def _bar(x: float, y: float, width: float, height: float, tone: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{tone}" stroke="#1f3f77" stroke-width="0.6"/>'


def _ground() -> str:
    return f'<line x1="{LEFT}" y1="{BOTTOM}" x2="{RIGHT}" y2="{BOTTOM}" stroke="#000" stroke-width="1"/>'


def _legend(chart: Chart) -> Iterator[str]:
    x = float(LEFT)
    for (name, _), tone in zip(chart.series, TONES, strict=False):
        yield _bar(x, 8, 14, 12, tone)
        yield _text(x + 20, 19, name, anchor="start")
        x += 44 + 7 * len(name)
    yield _text(RIGHT, 19, f"Đơn vị tính: {chart.unit}", anchor="end")


def _bars(chart: Chart) -> Iterator[str]:
    most = max((value for _, values in chart.series for value in values), default=0) or 1
    cluster = (RIGHT - LEFT) / len(chart.categories)
    wide = cluster * (1 - GAP) / len(chart.series)
    for place, ((_, values), tone) in enumerate(zip(chart.series, TONES, strict=False)):
        for at, value in enumerate(values):
            x = LEFT + at * cluster + cluster * GAP / 2 + place * wide
            high = (BOTTOM - TOP - LINE) * value / most
            yield _bar(x, BOTTOM - high, wide, high, tone)
            yield _text(x + wide / 2, BOTTOM - high - 4, words.number(value), size=12)


def _labels(chart: Chart) -> Iterator[str]:
    cluster = (RIGHT - LEFT) / len(chart.categories)
    for at, category in enumerate(chart.categories):
        for row, said in enumerate(_broken(category, cluster)):
            yield _text(LEFT + (at + 0.5) * cluster, BOTTOM + LINE * (row + 1.1), said)


def _broken(said: str, room: float) -> list[str]:
    """Words on lines short enough to stand under a cluster."""
    return [line for part in said.split(": ") for line in wrap(part, int(room / LETTER))]
