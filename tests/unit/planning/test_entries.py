"""Models, activities and ethics: what is recorded, what is refused, what is told."""

from datetime import date

import pytest

from contracts.planning import EthicsLevel, MediaKind, MediaTopic, ModelField, OutreachKind
from services.planning.domain import (
    DvkModel,
    EvaluationForm,
    HarassmentCase,
    HarassmentForm,
    HeadEvaluation,
    MediaEntry,
    MediaForm,
    ModelForm,
    Outreach,
    OutreachForm,
    Result,
    Training,
    TrainingForm,
)
from services.planning.domain.activities import (
    InstrumentsMissing,
    MinutesMissing,
    MinutesOfArticle,
)
from services.planning.domain.ethics import SelfEvaluation
from services.planning.domain.fields import BeforeItBegan, DayNotCome, EvidenceMissing
from services.planning.domain.models import ModelHasEnded, ReasonMissing

TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)
NEW = {"id_": "x1", "agency": "ag-1", "today": TODAY}


def a_model(**more) -> DvkModel:
    given = {"name": "Thứ Bảy lắng nghe dân nói", "field": ModelField.SOCIETY}
    when = {"started_on": date(2026, 1, 10), "beneficiaries": "300 hộ dân"}
    return DvkModel.register(ModelForm(**{**given, **when, **more}), **NEW)


def an_outreach(**more) -> Outreach:
    given = {"kind": OutreachKind.STAFF, "title": "Quán triệt", "held_on": TODAY}
    form = OutreachForm(**{**given, "participants": 40, "instruments": ("KL-43-2019",), **more})
    return Outreach.held(form, **NEW)


def an_entry(**more) -> MediaEntry:
    given = {"kind": MediaKind.ARTICLE, "topic": MediaTopic.MODELS, "title": "Một mô hình hay"}
    return MediaEntry.published(MediaForm(**{**given, "published_on": TODAY, **more}), **NEW)


def an_evaluation(**more) -> HeadEvaluation:
    given = {"evaluated_on": TODAY, "level": EthicsLevel.GOOD, "evaluator": "UBND tỉnh Gia Lai"}
    form = EvaluationForm(**{**given, "findings": "Nêu gương tốt.", **more})
    return HeadEvaluation.record(form, own_name="UBND xã Ia Dom", **NEW)


def a_case(**more) -> HarassmentCase:
    given = {"found_on": TODAY, "officials_handled": 1, "handling": "Khiển trách"}
    return HarassmentCase.record(HarassmentForm(**{**given, **more}), **NEW)


def test_a_model_begins_has_results_and_ends():
    model = a_model()

    model.record(Result(on=date(2026, 2, 1), evidence="120 lượt ý kiến"), today=TODAY)
    model.end(on=TODAY, reason="Đã đạt mục tiêu", today=TODAY)

    assert [happened.wire.split(".")[1] for happened, _ in model.news] == [
        "model_registered",
        "model_result_recorded",
        "model_ended",
    ]


def test_a_result_has_proof_and_belongs_to_the_lifetime_of_its_model():
    model = a_model()

    with pytest.raises(EvidenceMissing):
        model.record(Result(on=TODAY, evidence=" "), today=TODAY)
    with pytest.raises(BeforeItBegan):
        model.record(Result(on=date(2026, 1, 9), evidence="Ảnh"), today=TODAY)
    model.end(on=date(2026, 2, 1), reason="Gộp", today=TODAY)
    with pytest.raises(ModelHasEnded):
        model.record(Result(on=date(2026, 2, 2), evidence="Ảnh"), today=TODAY)
    model.record(Result(on=date(2026, 2, 1), evidence="Ảnh"), today=TODAY)


def test_a_model_ends_once_for_a_reason():
    model = a_model()

    with pytest.raises(ReasonMissing):
        model.end(on=TODAY, reason="", today=TODAY)
    model.end(on=TODAY, reason="Gộp", today=TODAY)
    with pytest.raises(ModelHasEnded):
        model.end(on=TODAY, reason="Gộp", today=TODAY)


def test_a_session_for_staff_names_instruments_one_for_people_need_not():
    assert an_outreach().news[0][0].instruments == ("KL-43-2019",)
    assert an_outreach(kind=OutreachKind.PEOPLE, instruments=())
    with pytest.raises(InstrumentsMissing):
        an_outreach(instruments=())


def test_minutes_are_of_broadcasts_only_and_every_broadcast_has_some():
    assert an_entry(kind=MediaKind.BROADCAST, minutes=15).news[0][0].minutes == 15
    with pytest.raises(MinutesMissing):
        an_entry(kind=MediaKind.BROADCAST)
    with pytest.raises(MinutesOfArticle):
        an_entry(minutes=3)


@pytest.mark.parametrize("evaluator", ["UBND xã Ia Dom", " ubnd  xã ia dom"])
def test_a_head_is_not_evaluated_by_the_own_agency(evaluator: str):
    assert an_evaluation().news[0][0].level is EthicsLevel.GOOD
    with pytest.raises(SelfEvaluation):
        an_evaluation(evaluator=evaluator)


def test_of_a_harassment_case_only_day_and_count_are_told():
    case = a_case(handling="Khiển trách một viên chức bộ phận một cửa")

    assert "Khiển trách" not in repr(case.news)
    assert case.news[0][0].officials_handled == 1


@pytest.mark.parametrize(
    "record",
    [
        lambda: a_model(started_on=TOMORROW),
        lambda: an_outreach(held_on=TOMORROW),
        lambda: Training.held(TrainingForm(title="Lớp", held_on=TOMORROW, attendees=9), **NEW),
        lambda: an_entry(published_on=TOMORROW),
        lambda: an_evaluation(evaluated_on=TOMORROW),
        lambda: a_case(found_on=TOMORROW),
    ],
)
def test_what_has_not_happened_is_not_recorded(record):
    with pytest.raises(DayNotCome):
        record()
