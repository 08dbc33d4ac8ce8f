"""The province's compiled reports, with their addenda and corrections."""

from dataclasses import asdict
from datetime import date
from typing import Any

from contracts.reporting import ReviewStep, SupplementKind
from kernel.errors import NotFound
from kernel.message import named_id
from kernel.store import Collection
from kernel.store.unit import session
from services.reporting.domain.province import NotCompiled, ProvincialReport, Sending
from services.reporting.domain.supplements import Supplement
from services.reporting.store.days import read, written


class ProvincialReports(Collection[ProvincialReport]):
    """One compiled report a year, with all it holds, frozen."""

    name = "provincial"
    holds = ProvincialReport
    indexes = (([("year", 1)], {"unique": True}),)

    @staticmethod
    def id_of(agency: str, year: int) -> str:
        """The id of the report of a year."""
        return named_id(agency, ProvincialReport.kind, str(year))

    def find(self, year: int) -> ProvincialReport | None:
        """The report of a year, if it was compiled."""
        row = self.rows.find_one({"year": year}, session=session())
        return self.from_document(row) if row else None

    def issued_years(self) -> list[int]:
        """The years whose report is issued, newest first."""
        found = self.rows.find({"issued_on": {"$ne": None}}, {"year": 1}).sort("year", -1)
        return [row["year"] for row in found]

    def of(self, year: int) -> ProvincialReport:
        """The report of a year. Raises `NotCompiled`."""
        found = self.find(year)
        if found is None:
            raise NotCompiled(year=year)
        return found

    def to_document(self, report: ProvincialReport) -> dict[str, Any]:
        kept = ("campaign", "year", "edition", "compiled", "paper", "data_hash", "symbol")
        return {
            **{name: getattr(report, name) for name in kept},
            "compiled_on": report.compiled_on.isoformat(),
            "issued_on": written(report.issued_on),
            "review": report.review.value if report.review else None,
            "asked_by": report.asked_by,
            "review_comment": report.review_comment,
            "sendings": [
                {**asdict(one), "sent_on": one.sent_on.isoformat()} for one in report.sendings
            ],
        }

    def from_document(self, row: dict[str, Any]) -> ProvincialReport:
        kept = ("campaign", "year", "edition", "compiled", "paper", "data_hash", "symbol")
        return self.restored(
            ProvincialReport,
            row,
            **{name: row[name] for name in kept},
            compiled_on=date.fromisoformat(row["compiled_on"]),
            issued_on=read(row["issued_on"]),
            review=ReviewStep(row["review"]) if row.get("review") else None,
            asked_by=row.get("asked_by", ""),
            review_comment=row.get("review_comment", ""),
            sendings=tuple(
                Sending(**{**one, "sent_on": date.fromisoformat(one["sent_on"])})
                for one in row.get("sendings", ())
            ),
        )


class Supplements(Collection[Supplement]):
    """Addenda and corrections of issued reports."""

    name = "supplements"
    holds = Supplement
    indexes = (([("year", 1), ("nature", 1), ("number", 1)], {"unique": True}),)

    def of(self, year: int) -> list[Supplement]:
        """Those of a year, in the order of their issue."""
        found = self.rows.find({"year": year}, session=session()).sort("_id", 1)
        return [self.from_document(row) for row in found]

    def any(self, id_: str) -> Supplement:
        """One of them. Raises `NotFound`."""
        row = self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)

    def to_document(self, one: Supplement) -> dict[str, Any]:
        kept = ("campaign", "year", "number", "symbol", "reason", "content", "data_hash")
        return {
            **{name: getattr(one, name) for name in kept},
            "nature": one.nature.value,
            "issued_on": one.issued_on.isoformat(),
        }

    def from_document(self, row: dict[str, Any]) -> Supplement:
        kept = ("campaign", "year", "number", "symbol", "reason", "content", "data_hash")
        return self.restored(
            Supplement,
            row,
            **{name: row[name] for name in kept},
            nature=SupplementKind(row["nature"]),
            issued_on=date.fromisoformat(row["issued_on"]),
        )
