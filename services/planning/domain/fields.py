"""Refusals that speak of one field, and the rules all entries share: no day that has not come, no empty proof."""

from datetime import date
from typing import Any

from kernel.errors import Invalid


class WrongField(Invalid):
    """A rule refuses what stands in one field; programs and pages find the sentence beside it."""

    def __init__(self, field: str, **data: Any) -> None:
        super().__init__(**data)
        self.errors = {field: [self.detail]}


class DayNotCome(WrongField):
    """What is recorded has happened: its day cannot lie ahead."""

    code = "day_not_come"
    title = "Ngày ghi nhận không thể sau ngày hôm nay."


class BeforeItBegan(WrongField):
    """Nothing of a thing is older than its beginning."""

    code = "before_it_began"
    title = "Ngày này không thể trước ngày bắt đầu {began:%d/%m/%Y}."


class EvidenceMissing(WrongField):
    """A completion or a result is shown by evidence (Chỉ thị 14/CT-UBND, D9.2, D2.10)."""

    code = "evidence_missing"
    title = "Cần ghi minh chứng."


def check_day(field: str, day: date, *, today: date, began: date | None = None) -> None:
    """Refuse a day that has not come or lies before the beginning. Raises `DayNotCome`, `BeforeItBegan`."""
    if day > today:
        raise DayNotCome(field)
    if began and day < began:
        raise BeforeItBegan(field, began=began)


def check_evidence(evidence: str) -> None:
    """Refuse an empty proof. Raises `EvidenceMissing`."""
    if not evidence.strip():
        raise EvidenceMissing("evidence")
