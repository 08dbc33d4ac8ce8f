"""What is true of "Dân vận khéo" models: registered, shown to work by results, ended after review."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.planning import ModelEnded, ModelField, ModelRegistered, ModelResultRecorded
from kernel.errors import Conflict
from kernel.message import Aggregate
from services.planning.domain.fields import WrongField, check_day, check_evidence


@dataclass(frozen=True, kw_only=True)
class ModelForm:
    """What is entered about a model; `beneficiaries` says whom it serves, as groups, never by name."""

    name: str
    field: ModelField
    started_on: date
    beneficiaries: str
    direct_to_people: bool = False
    pressing_issue: bool = False
    client_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a model brought about, with its proof."""

    on: date
    evidence: str


class ModelHasEnded(Conflict):
    """A model that ended has no later results and ends no second time."""

    code = "model_has_ended"
    title = "Mô hình đã kết thúc ngày {on:%d/%m/%Y}."


class ReasonMissing(WrongField):
    """A model ends after review, for a reason (D2.6)."""

    code = "reason_missing"
    title = "Cần ghi lý do kết thúc mô hình."


@dataclass(kw_only=True)
class DvkModel(Aggregate):
    """One "Dân vận khéo" model of an agency."""

    kind: ClassVar[str] = "model"

    form: ModelForm
    results: tuple[Result, ...] = ()
    ended_on: date | None = None
    reason: str = ""

    @classmethod
    def register(cls, form: ModelForm, *, id_: str, agency: str, today: date) -> "DvkModel":
        """Register a model that has begun. Raises `DayNotCome`."""
        check_day("started_on", form.started_on, today=today)
        model = cls(id=id_, agency=agency, form=form)
        model.tell(
            ModelRegistered(
                model=id_,
                field=form.field,
                started_on=form.started_on,
                direct_to_people=form.direct_to_people,
                pressing_issue=form.pressing_issue,
            )
        )
        return model

    def record(self, result: Result, *, today: date) -> None:
        """Record a result of the model's lifetime. Raises `ModelHasEnded` and those of days and proof."""
        check_evidence(result.evidence)
        check_day("on", result.on, today=today, began=self.form.started_on)
        if self.ended_on and result.on > self.ended_on:
            raise ModelHasEnded(on=self.ended_on)
        self.results = (*self.results, result)
        self.tell(ModelResultRecorded(model=self.id, recorded_on=result.on))

    def end(self, *, on: date, reason: str, today: date) -> None:
        """End it. Raises `ModelHasEnded`, `ReasonMissing`, `DayNotCome`, `BeforeItBegan`."""
        if self.ended_on:
            raise ModelHasEnded(on=self.ended_on)
        if not reason.strip():
            raise ReasonMissing("reason")
        check_day("on", on, today=today, began=self.form.started_on)
        self.ended_on, self.reason = on, reason
        self.tell(ModelEnded(model=self.id, ended_on=on))
