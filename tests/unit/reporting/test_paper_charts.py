"""The charts: what is drawn is what was counted."""

from xml.etree import ElementTree

import pytest

from services.reporting.adapters.charts import Chart, charts_of, png, svg
from services.reporting.domain import Paper

SVG = "{http://www.w3.org/2000/svg}"


def _bars(chart: Chart) -> list[float]:
    """How high each bar was drawn: a path goes across, then down."""
    drawn = ElementTree.fromstring(svg(chart)).iter(f"{SVG}path")
    paths = [one.get("d", "") for one in drawn if one.get("aria-roledescription") == "bar"]
    return [float(path.split("v")[1].split("h")[0]) for path in paths]


def _values(chart: Chart, series: int) -> dict[str, int]:
    return dict(zip(chart.categories, chart.series[series][1], strict=True))


def test_petitions_are_shown_for_both_years(paper: Paper):
    chart = charts_of(paper)[0]
    lines = {line.key: line for line in paper.figures}

    assert _values(chart, 0)["Tiếp nhận: Khiếu nại"] == lines["PET_IN.KN"].value
    assert _values(chart, 1)["Giải quyết: Tố cáo"] == lines["PET_SETTLED.TC"].previous


def test_every_agency_is_counted_once_in_the_chart_of_arrivals(paper: Paper):
    chart = charts_of(paper)[2]

    assert sum(sum(values) for _, values in chart.series) == 151
    assert _values(chart, 2)["Ủy ban nhân dân xã"] == 2


def test_every_bar_has_its_number(paper: Paper):
    for chart in charts_of(paper):
        said = [one.text for one in ElementTree.fromstring(svg(chart)).iter(f"{SVG}text")]

        values = [value for _, series in chart.series for value in series]
        assert len(_bars(chart)) == len(values)
        assert {f"{value:,}".replace(",", ".") for value in values} <= set(said)


def test_higher_numbers_make_higher_bars_and_nothing_makes_none():
    chart = Chart(
        name="x", title="x", section="", unit="x", categories=("a", "b"), series=(("y", (0, 8)),)
    )

    assert [high > 0 for high in _bars(chart)] == [False, True]


def test_a_chart_of_nothing_is_still_drawn():
    chart = Chart(
        name="x", title="x", section="", unit="x", categories=("a",), series=(("y", (0,)),)
    )

    assert png(chart).startswith(b"\x89PNG")


@pytest.mark.parametrize("said", ["<b>", "a & b"])
def test_words_are_words_in_a_drawing(said: str):
    chart = Chart(
        name="x", title="x", section="", unit=said, categories=("a",), series=((said, (1,)),)
    )

    assert said in {one.text for one in ElementTree.fromstring(svg(chart)).iter(f"{SVG}text")}
