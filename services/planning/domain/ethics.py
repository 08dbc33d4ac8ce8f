"""What is true of public-service ethics: the head's evaluation by the superior, harassment found and handled."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.planning import EthicsLevel, HarassmentRecorded, HeadEvaluated
from kernel.errors import Forbidden
from kernel.message import Aggregate
from services.planning.domain.fields import WrongField, check_day


@dataclass(frozen=True, kw_only=True)
class EvaluationForm:
    """What is entered about an evaluation of the head; `evaluator` names the superior body."""

    evaluated_on: date
    level: EthicsLevel
    evaluator: str
    findings: str
    client_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class HarassmentForm:
    """What is entered about a case; `handling` says what was done, without the name of a citizen."""

    found_on: date
    officials_handled: int
    handling: str
    client_ref: str = ""


class SelfEvaluation(WrongField):
    """A head is evaluated by the superior, not by the own agency (Chỉ thị 14/CT-UBND điểm 4, D4.2)."""

    code = "self_evaluation"
    title = "Người đứng đầu do cấp trên đánh giá; ghi tên cơ quan, người có thẩm quyền cấp trên."


class HeadRecordsItself(Forbidden):
    """A head does not enter the evaluation of the head."""

    code = "head_records_itself"
    title = "Người đứng đầu không tự ghi kết quả đánh giá của mình."


@dataclass(kw_only=True)
class HeadEvaluation(Aggregate):
    """One evaluation of the head's responsibility for public-service ethics."""

    kind: ClassVar[str] = "evaluation"

    form: EvaluationForm

    @classmethod
    def record(
        cls, form: EvaluationForm, *, id_: str, agency: str, own_name: str, today: date
    ) -> "HeadEvaluation":
        """Record an evaluation; `own_name` is the agency's. Raises `DayNotCome`, `SelfEvaluation`."""
        check_day("evaluated_on", form.evaluated_on, today=today)
        if _same(form.evaluator, own_name):
            raise SelfEvaluation("evaluator")
        evaluation = cls(id=id_, agency=agency, form=form)
        evaluation.tell(
            HeadEvaluated(evaluation=id_, evaluated_on=form.evaluated_on, level=form.level)
        )
        return evaluation


@dataclass(kw_only=True)
class HarassmentCase(Aggregate):
    """A case of harassing people or businesses (D4.5). Counted; nobody who complained is named."""

    kind: ClassVar[str] = "harassment"

    form: HarassmentForm

    @classmethod
    def record(
        cls, form: HarassmentForm, *, id_: str, agency: str, today: date
    ) -> "HarassmentCase":
        """Record a case that was found and handled. Raises `DayNotCome`."""
        check_day("found_on", form.found_on, today=today)
        case = cls(id=id_, agency=agency, form=form)
        case.tell(
            HarassmentRecorded(
                case=id_, found_on=form.found_on, officials_handled=form.officials_handled
            )
        )
        return case


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
