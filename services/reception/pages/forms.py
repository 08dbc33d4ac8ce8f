"""The forms on the pages of reception, and at which field a refusal of the rules is shown."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.reception import (
    Disposition,
    Field,
    Host,
    Instance,
    IntakeChannel,
    Outcome,
    PetitionKind,
    SessionKind,
)
from kernel.errors import Invalid
from services.reception.domain import (
    Classification,
    Petitioner,
    PetitionForm,
    SessionForm,
)

LABELS = {
    "kind": "Loại đơn",
    "channel": "Nguồn đơn",
    "received_on": "Ngày nhận",
    "name": "Họ và tên người gửi",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "id_number": "Số định danh cá nhân",
    "signers": "Số người ký đơn",
    "summary": "Nội dung",
    "against": "Về ai, quyết định hoặc việc gì",
    "field": "Lĩnh vực",
    "place_1": "Địa bàn vụ việc",
    "place_2": "Địa bàn thứ hai",
    "anonymous": "Đơn nặc danh",
    "again": "Vụ việc đã được giải quyết trước đó",
    "instance": "Lần giải quyết",
    "subject": "Thuộc trường hợp nào về thẩm quyền",
    "regulation": "Về quy định hành chính",
    "missing": "Điều kiện còn thiếu",
    "impersonated": "Đơn mạo danh",
    "reason": "Lý do",
    "criteria": "Tiêu chí phức tạp của vụ việc tố cáo",
    "eligible": "Đơn đủ điều kiện xử lý",
    "competent": "Đơn thuộc thẩm quyền của cơ quan",
    "disposition": "Hướng xử lý",
    "on": "Ngày",
    "complex": "Vụ việc phức tạp",
    "outcome": "Kết quả",
    "document": "Số văn bản",
    "session_kind": "Hình thức",
    "host": "Người tiếp",
    "held_on": "Ngày tiếp",
    "online": "Tiếp trực tuyến",
    "place": "Địa điểm",
    "visits": "Số lượt",
    "persons": "Số người",
    "matters": "Số vụ việc",
    "groups": "Số đoàn đông người",
    "group_persons": "Số người trong các đoàn",
    "matters_again": "Trong đó: số vụ việc đã tiếp nhiều lần",
    "group_matters": "Trong đó: số vụ việc của đoàn đông người",
    "group_matters_again": "Số vụ việc của đoàn đông người đã tiếp nhiều lần",
    "file": "Tệp Excel",
}
# Refusals of the rules, shown at the field they speak of.
FIELDS = {
    "received_in_future": "received_on",
    "petitioner_missing": "name",
    "not_a_commune": "place_1",
    "denouncer_not_here": "name",
    "identity_in_text": "summary",
    "wrong_outcome": "outcome",
    "in_future": "on",
    "classified_too_early": "on",
    "accepted_too_early": "on",
    "decided_too_early": "on",
    "disposition_unfounded": "disposition",
    "nobody_wrote": "disposition",
    "not_a_denunciation": "disposition",
    "no_such_route": "disposition",
    "no_such_condition": "missing",
    "no_such_subject": "subject",
    "not_about_regulations": "regulation",
    "competence_contradicted": "reason",
    "no_such_criterion": "criteria",
    "held_in_future": "held_on",
    "groups_too_small": "group_persons",
    "online_too_early": "online",
}
MOST = 100_000


def errors_of(wrong: Invalid) -> dict[str, Any]:
    """Sentences by field, whether the form or a rule refused."""
    return wrong.errors or {FIELDS.get(wrong.code, ""): [wrong.detail]}


def _count() -> fields.Integer:
    return fields.Integer(required=True, validate=validate.Range(0, MOST))


def _part() -> fields.Integer:
    return fields.Integer(load_default=0, validate=validate.Range(0, MOST))


class EntrySchema(ma.Schema):
    """The form on which a clerk enters a petition."""

    kind = fields.Enum(PetitionKind, by_value=True, required=True)
    channel = fields.Enum(IntakeChannel, by_value=True, required=True)
    received_on = fields.Date(required=True)
    name = fields.String(load_default="", validate=validate.Length(max=200))
    address = fields.String(load_default="", validate=validate.Length(max=300))
    phone = fields.String(load_default="", validate=validate.Length(max=30))
    id_number = fields.String(load_default="", validate=validate.Length(max=30))
    signers = fields.Integer(load_default=1, validate=validate.Range(1, MOST))
    against = fields.String(load_default="", validate=validate.Length(max=300))
    field = fields.Enum(Field, by_value=True, load_default=Field.NONE)
    anonymous = fields.Boolean(load_default=False)
    again = fields.Boolean(load_default=False)
    instance = fields.Enum(Instance, by_value=True, load_default=Instance.FIRST)
    subject = fields.String(load_default="", validate=validate.Length(max=40))
    regulation = fields.Boolean(load_default=False)
    place_1 = fields.String(load_default="", validate=validate.Length(max=40))
    place_2 = fields.String(load_default="", validate=validate.Length(max=40))
    summary = fields.String(required=True, validate=validate.Length(10, 4000))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> PetitionForm:
        places = (given.pop("place_1"), given.pop("place_2"))
        given["places"] = tuple(dict.fromkeys(one for one in places if one))
        who = {part: given.pop(part) for part in ("name", "address", "phone", "id_number")}
        return PetitionForm(**given, petitioner=Petitioner(**who) if who["name"] else None)


class ClassificationFormSchema(ma.Schema):
    """The form on which a petition is classified."""

    eligible = fields.Boolean(required=True)
    competent = fields.Boolean(required=True)
    disposition = fields.Enum(Disposition, by_value=True, required=True)
    on = fields.Date(required=True)
    missing = fields.List(fields.String(), load_default=[])
    impersonated = fields.Boolean(load_default=False)
    reason = fields.String(load_default="", validate=validate.Length(max=2000))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Any:
        return Classification(**{**given, "missing": tuple(given["missing"])})


class AcceptanceFormSchema(ma.Schema):
    """The form on which the head accepts a matter."""

    on = fields.Date(required=True)
    is_complex = fields.Boolean(data_key="complex", load_default=False)
    criteria = fields.List(fields.String(), load_default=[])
    document = fields.String(load_default="", validate=validate.Length(max=100))


class DecisionFormSchema(ma.Schema):
    """The form on which the head settles a matter."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    on = fields.Date(required=True)
    document = fields.String(load_default="", validate=validate.Length(max=100))


class HeldFormSchema(ma.Schema):
    """The form on which a clerk enters a reception session."""

    session_kind = fields.Enum(SessionKind, by_value=True, required=True)
    host = fields.Enum(Host, by_value=True, required=True)
    held_on = fields.Date(required=True)
    online = fields.Boolean(load_default=False)
    place = fields.String(required=True, validate=validate.Length(1, 300))
    visits = _count()
    persons = _count()
    matters = _count()
    groups = _count()
    group_persons = _count()
    matters_again = _part()
    group_matters = _part()
    group_matters_again = _part()

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> SessionForm:
        return SessionForm(**given)
