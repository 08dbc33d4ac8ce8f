"""Metrics: each declared once, and none that was not declared."""

from typing import get_args

import pytest

from kernel.metrics import METRICS, MetricName, Metrics


def test_every_name_is_declared_once():
    names = [one.name for one in METRICS]

    assert sorted(names) == sorted(get_args(MetricName))
    assert len(set(names)) == len(names)


def test_a_counter_ends_in_total_and_nothing_else_does():
    assert all((one.kind == "counter") == one.name.endswith("_total") for one in METRICS)


def test_a_value_appears_on_the_page_with_its_service():
    metrics = Metrics("reception")

    metrics.count("danvan_refused_total", 2, reason="hash")
    metrics.set("danvan_ready", 1)
    metrics.observe("danvan_batch_seconds", 0.2)

    page = metrics.page().decode()
    assert 'danvan_refused_total{reason="hash",service="reception"} 2.0' in page
    assert 'danvan_ready{service="reception"} 1.0' in page
    assert 'danvan_batch_seconds_count{service="reception"} 1.0' in page


def test_an_unknown_metric_is_an_error():
    with pytest.raises(KeyError):
        Metrics("reception").count("danvan_coffee_total")  # type: ignore[arg-type]


def test_a_label_nobody_declared_is_an_error():
    with pytest.raises(ValueError, match="label"):
        Metrics("reception").count("danvan_refused_total", citizen="x")


def test_two_processes_in_one_share_no_values():
    one, other = Metrics("reception"), Metrics("reception")

    one.set("danvan_ready", 1)

    assert "danvan_ready{" not in other.page().decode()
