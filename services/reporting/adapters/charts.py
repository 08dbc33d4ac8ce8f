"""Charts of the report: what is drawn, and the drawing as SVG and PNG.

Drawn by Vega-Lite, in the engine of a browser but without its window or the network. Tones that differ in
print, every bar with its number; the tables hold the same.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from textwrap import wrap
from typing import Any

import vl_convert

from frame.paper.setting import FONTS, as_png
from services.reporting.adapters import words
from services.reporting.domain import AgencyLine, Paper
from services.reporting.domain.paper import reporters

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
    count = Counter((place_of(line), line.timeliness) for line in reporters(paper.agencies))
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
FONT, SIZE = "Liberation Serif", 13
INK, LETTER = "#000", 6.2  # how wide one is


def png(chart: Chart) -> bytes:
    """The chart as a picture for Word."""
    source = "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 160mm)"
    return as_png(source, {"svg": svg(chart)})


def svg(chart: Chart) -> str:
    """The chart as a drawing."""
    _bring_font()
    drawn: str = vl_convert.vegalite_to_svg(spec(chart), vl_version="6.1")
    return drawn


@cache
def _bring_font() -> None:
    """Letters are measured with the font they are set in, whatever else is on the machine."""
    vl_convert.register_font_directory(str(FONTS))


def spec(chart: Chart) -> dict[str, Any]:
    """What is drawn, in the words of Vega-Lite: bars side by side under their numbers."""
    return {
        "data": {"values": list(_values(chart))},
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "title": {"text": f"Đơn vị tính: {chart.unit}", "anchor": "end", "offset": 4},
        "layer": [
            {"mark": {"type": "bar", "stroke": TONES[0], "strokeWidth": 0.6}, "encoding": {"color": _tones(chart)}},
            {"mark": {"type": "text", "dy": -7, "fontSize": 12, "fill": INK}, "encoding": {"text": {"field": "said"}}},
        ],
        "encoding": {"x": _categories(), "xOffset": _offset(chart), "y": _height(chart)},
        "config": _config(),
    }  # fmt: skip


def _values(chart: Chart) -> Iterator[dict[str, Any]]:
    room = WIDTH / len(chart.categories)
    for name, values in chart.series:
        for category, value in zip(chart.categories, values, strict=True):
            under = "\n".join(_broken(category, room))
            yield {"under": under, "series": name, "value": value, "said": words.number(value)}


def _categories() -> dict[str, Any]:
    axis = {
        "labelAngle": 0,
        "labelExpr": r"split(datum.label, '\n')",
        "ticks": False,
        "labelPadding": 6,
    }
    scale = {"paddingInner": 0.28, "paddingOuter": 0.14}
    return {"field": "under", "type": "nominal", "sort": None, "title": None, "axis": axis, "scale": scale}  # fmt: skip


def _offset(chart: Chart) -> dict[str, Any]:
    return {"field": "series", "type": "nominal", "scale": {"domain": _names(chart)}}


def _height(chart: Chart) -> dict[str, Any]:
    """From nought; a chart of nothing has a height too."""
    most = max((value for _, values in chart.series for value in values), default=0) or 1
    return {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, most]}}


def _tones(chart: Chart) -> dict[str, Any]:
    scale = {"domain": _names(chart), "range": list(TONES[: len(chart.series)])}
    return {"field": "series", "type": "nominal", "scale": scale, "legend": {"title": None}}


def _names(chart: Chart) -> list[str]:
    return [name for name, _ in chart.series]


def _config() -> dict[str, Any]:
    said = {"labelFontSize": SIZE, "labelColor": INK, "labelLimit": 0}
    return {
        "font": FONT,
        "background": None,
        "view": {"stroke": None},
        "axis": {**said, "domainColor": INK, "labelLineHeight": 15},
        "legend": {**said, "orient": "top", "symbolType": "square", "symbolStrokeWidth": 0.6},
        "title": {"fontSize": SIZE, "fontWeight": "normal", "color": INK},
    }


def _broken(said: str, room: float) -> list[str]:
    """Words on lines short enough to stand under a cluster."""
    return [line for part in said.split(": ") for line in wrap(part, int(room / LETTER))]
