"""Every metric of the house, declared once: name, kind, help, labels.

The type checker refuses a misspelt name; `docs/metrics.md` is generated from this file. Business
code counts only what the office would count; everything here is set by the kernel's hooks. Labels
never carry anything about a person.
"""

from dataclasses import dataclass
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MetricName = Literal[
    "danvan_journal_pending",
    "danvan_journal_lag_seconds",
    "danvan_journal_segments_total",
    "danvan_journal_blocked",
    "danvan_journal_returned_total",
    "danvan_follower_lag_segments",
    "danvan_follower_lag_seconds",
    "danvan_follower_events_total",
    "danvan_follower_parked",
    "danvan_follower_held",
    "danvan_follower_braked",
    "danvan_refused_total",
    "danvan_source_refused",
    "danvan_parcels_waiting",
    "danvan_ingress_segments_total",
    "danvan_ingress_behind_segments",
    "danvan_ingress_held",
    "danvan_ingress_lines",
    "danvan_ingress_receipt_timestamp",
    "danvan_site_line_open",
    "danvan_site_heard_timestamp",
    "danvan_site_behind_segments",
    "danvan_site_held",
    "danvan_site_refused_total",
    "danvan_batch_seconds",
    "danvan_job_last_success_timestamp",
    "danvan_job_seconds",
    "danvan_timer_missed_total",
    "danvan_http_requests_total",
    "danvan_http_seconds",
    "danvan_turned_away_total",
    "danvan_commands_total",
    "danvan_command_retries_total",
    "danvan_hub_lag_seconds",
    "danvan_figure",
    "danvan_figure_percent",
    "danvan_ready",
]

Kind = Literal["counter", "gauge", "histogram"]


@dataclass(frozen=True)
class Metric:
    """One metric: what it counts and by which labels (the service is always one)."""

    name: MetricName
    kind: Kind
    about: str
    labels: tuple[str, ...] = ()


METRICS: tuple[Metric, ...] = (
    Metric("danvan_journal_pending", "gauge", "Events committed and not yet sealed.", ("source",)),
    Metric(
        "danvan_journal_lag_seconds",
        "gauge",
        "Age of the oldest event not yet confirmed by the broker.",
        ("source",),
    ),
    Metric(
        "danvan_journal_segments_total", "counter", "Segments confirmed by the broker.", ("source",)
    ),
    Metric("danvan_journal_blocked", "gauge", "1 while the broker refuses to take what we send."),
    Metric(
        "danvan_journal_returned_total",
        "counter",
        "Messages no queue wanted: the topology is wrong.",
    ),
    Metric(
        "danvan_follower_lag_segments",
        "gauge",
        "Segments of a source that are announced or held and not yet applied.",
        ("source",),
    ),
    Metric(
        "danvan_follower_lag_seconds",
        "gauge",
        "How long a source has had segments that are not yet applied.",
        ("source",),
    ),
    Metric(
        "danvan_follower_events_total",
        "counter",
        "Events applied, skipped or parked.",
        ("outcome",),
    ),
    Metric(
        "danvan_follower_parked", "gauge", "Events parked and waiting for a person or the next try."
    ),
    Metric("danvan_follower_held", "gauge", "Segments held until a gap closes.", ("source",)),
    Metric(
        "danvan_follower_braked",
        "gauge",
        "1 while the brake holds the follower: too much was parked.",
    ),
    Metric(
        "danvan_refused_total",
        "counter",
        "Messages stepped over because they are not authentic segments.",
        ("reason",),
    ),
    Metric(
        "danvan_parcels_waiting",
        "gauge",
        "Sealed dossiers to put at the province (out), to fetch (in), and answers to take in (answers).",
        ("way",),
    ),
    Metric(
        "danvan_source_refused",
        "gauge",
        "1 while a source's gap could not be closed by resends.",
        ("source",),
    ),
    Metric(
        "danvan_ingress_segments_total",
        "counter",
        "Segments that came over the lines: kept, or known before (repeats, replays).",
        ("outcome",),
    ),
    Metric(
        "danvan_ingress_behind_segments",
        "gauge",
        "Segments a source of another site has announced and we do not have.",
        ("source",),
    ),
    Metric(
        "danvan_ingress_held",
        "gauge",
        "Segments of another site that wait for an earlier one.",
        ("source",),
    ),
    Metric("danvan_ingress_lines", "gauge", "Lines to other sites that are open."),
    Metric(
        "danvan_ingress_receipt_timestamp",
        "gauge",
        "At a site: when the province last said what it has of ours.",
    ),
    Metric("danvan_site_line_open", "gauge", "1 while the line to this site is open.", ("site",)),
    Metric(
        "danvan_site_heard_timestamp",
        "gauge",
        "When anything last came over this site's line.",
        ("site",),
    ),
    Metric(
        "danvan_site_behind_segments",
        "gauge",
        "Segments this site has announced and we do not have.",
        ("site",),
    ),
    Metric("danvan_site_held", "gauge", "Segments of this site that wait for a gap.", ("site",)),
    Metric(
        "danvan_site_refused_total",
        "counter",
        "What came over this site's line and was refused.",
        ("site", "reason"),
    ),
    Metric("danvan_batch_seconds", "histogram", "Time to apply one batch of segments."),
    Metric(
        "danvan_job_last_success_timestamp",
        "gauge",
        "When a timer or job last succeeded.",
        ("job",),
    ),
    Metric("danvan_job_seconds", "histogram", "How long timers and jobs run.", ("job",)),
    Metric(
        "danvan_timer_missed_total",
        "counter",
        "Slots of a timer that passed while nobody ran it.",
        ("job",),
    ),
    Metric(
        "danvan_http_requests_total",
        "counter",
        "Requests answered.",
        ("endpoint", "method", "status"),
    ),
    Metric("danvan_http_seconds", "histogram", "Time to answer a request.", ("endpoint", "method")),
    Metric("danvan_turned_away_total", "counter", "Requests answered 503 because too many waited."),
    Metric("danvan_commands_total", "counter", "Commands by outcome.", ("command", "outcome")),
    Metric("danvan_command_retries_total", "counter", "Transactions tried again after a conflict."),
    Metric("danvan_hub_lag_seconds", "gauge", "How late the worker's event loop runs."),
    Metric(
        "danvan_figure",
        "gauge",
        "A counted figure of the province, this year so far.",
        ("indicator", "group"),
    ),
    Metric(
        "danvan_figure_percent",
        "gauge",
        "A share of counted figures of the province in percent, this year so far; NaN: nothing to divide by.",
        ("indicator",),
    ),
    Metric("danvan_ready", "gauge", "1 while this process would answer ready."),
)

_KINDS = {"counter": Counter, "gauge": Gauge, "histogram": Histogram}


class Metrics:
    """The metrics of one process, kept in a registry of its own."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.registry = CollectorRegistry()
        self._all = {
            one.name: _KINDS[one.kind](
                one.name, one.about, ("service", *one.labels), registry=self.registry
            )
            for one in METRICS
        }

    def set(self, name: MetricName, value: float, **labels: str) -> None:
        """Set a gauge."""
        gauge = self._all[name]
        assert isinstance(gauge, Gauge)
        gauge.labels(service=self.service, **labels).set(value)

    def count(self, name: MetricName, by: float = 1, **labels: str) -> None:
        """Add to a counter."""
        counter = self._all[name]
        assert isinstance(counter, Counter)
        counter.labels(service=self.service, **labels).inc(by)

    def observe(self, name: MetricName, seconds: float, **labels: str) -> None:
        """Add a duration to a histogram."""
        histogram = self._all[name]
        assert isinstance(histogram, Histogram)
        histogram.labels(service=self.service, **labels).observe(seconds)

    def page(self) -> bytes:
        """All values in Prometheus' text format."""
        return generate_latest(self.registry)
