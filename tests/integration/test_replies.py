"""Answering citizens: through pages and REST what the office writes for itself never reaches the look-up."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from contracts.reception import Disposition, FileKind, Visibility
from contracts.registry import Role
from kernel.errors import NotFound
from kernel.message import Actor
from services.reception.domain import Classification
from services.reception.domain.cases import Said
from services.reception.domain.replies import ReplyForm, TemplateOver
from services.reception.service import Reception
from tests.integration.test_reception_pages_filled import (
    OFFICER,
    PLACE,
    TODAY,
    a_petition,
    officer,
    reception,
)

LOCAL = {"Origin": "http://localhost"}

__all__ = ["officer", "reception"]
INNER = "noibotuyetdoi"
LEADER = Actor(user="l", role=Role.UNIT_LEADER, agency=PLACE)
STRANGER = Actor(user="s", role=Role.PETITION_OFFICER, agency="elsewhere")


def looked_up(client: FlaskClient, code: str) -> str:
    page = client.get("/reception/tra-cuu").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "code": code}
    told = client.post("/reception/tra-cuu", data=form, headers=LOCAL)
    anybody = client.application.test_client()
    api = anybody.post("/api/reception/v1/public/look-up", json={"code": code})
    assert (told.status_code, api.status_code) == (200, 200)
    return told.text + str(api.json)


def test_what_the_office_writes_for_itself_never_reaches_the_citizen(
    reception: Reception, officer: FlaskClient
):
    id_ = a_petition(reception)
    code = reception.print_receipt(id_, by=OFFICER).code
    hands = reception.hands
    hands.assign(id_, Said(text=INNER), to=INNER, by=LEADER)
    hands.take_over(id_, Said(text=INNER), by=OFFICER)
    hands.write_note(id_, Said(text=INNER, document=INNER), by=OFFICER)
    hands.check_duplicates(id_, Said(text=INNER), by=OFFICER)
    reception.replies.write_template(name=INNER, text=INNER, by=OFFICER)
    content = b"%PDF-1.4\n%%EOF"
    given: Any = {"about": FileKind.OTHER, "visibility": Visibility.INTERNAL}
    reception.attach_file(id_, content, name=INNER, **given, by=OFFICER)
    found = Classification(
        eligible=False,
        competent=True,
        disposition=Disposition.REQUEST_SUPPLEMENT,
        on=TODAY,
        reason=INNER,
    )
    reception.classify_petition(id_, found, by=OFFICER)
    reception.replies.send_reply(
        id_, ReplyForm(text="Mời ông bà bổ sung chữ ký.", understood=True), by=OFFICER
    )

    seen = looked_up(officer, code)

    assert INNER not in seen
    assert seen.count("Mời ông bà bổ sung chữ ký.") == 2
    assert INNER in officer.get(f"/reception/petitions/{id_}").text


def test_a_reply_begins_from_a_version_and_is_confirmed_before_it_goes(
    reception: Reception, officer: FlaskClient
):
    id_ = a_petition(reception)
    desk = reception.replies
    made = desk.write_template(name="Đã nhận", text="Đơn {số đơn} của {người gửi}.", by=OFFICER)
    template = made["template"]
    assert desk.revise_template(template, text="Đã nhận đơn {số đơn}.", by=OFFICER)["number"] == 2
    path = f"/reception/petitions/{id_}/replies"

    assert "Đã nhận (phiên bản 2)" in officer.get(path).text
    page = officer.get(f"{path}?template={template}").text
    assert f"Đã nhận đơn 1/{TODAY.year}." in page
    assert "Công khai với người gửi đơn" in page
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "text": "Đã nhận đơn.", "template": template, "number": "2"}
    refused = officer.post(path, data=form, headers=LOCAL)
    assert refused.status_code == 422
    assert "Hãy xác nhận" in refused.text
    done = officer.post(path, data={**form, "understood": "true"}, headers=LOCAL)
    assert done.status_code == 303, done.text[done.text.find("<h2>Có nội") :][:600]
    ((kept, words),) = desk.replies_to(id_, by=OFFICER)
    assert (kept.template, kept.number, words) == (template, 2, "Đã nhận đơn.")
    row = reception.store.database["replies"].find_one({"_id": kept.id})
    assert "Đã nhận".encode() not in row["sealed"]
    assert "Đã nhận đơn." in officer.get(path).text
    assert "Phiên bản 2" in officer.get(f"/reception/templates/{template}").text
    assert "Đã nhận" in officer.get("/reception/templates").text
    desk.retire_template(template, by=OFFICER)
    with pytest.raises(TemplateOver):
        desk.begun(id_, template, by=OFFICER)


def test_a_reply_is_read_under_every_later_key(reception: Reception):
    id_ = a_petition(reception)
    desk = reception.replies
    desk.send_reply(id_, ReplyForm(text="Đã nhận đơn.", understood=True), by=OFFICER)

    for _ in range(3):
        reception.rotate_keys(OFFICER.agency)

    assert [words for _, words in desk.replies_to(id_, by=OFFICER)] == ["Đã nhận đơn."]


def test_another_agency_finds_neither_template_nor_reply(reception: Reception):
    id_, desk = a_petition(reception), reception.replies
    template = desk.write_template(name="Mẫu", text="Chào", by=OFFICER)["template"]
    form = ReplyForm(text="Chào", understood=True)

    for ask in (
        lambda: desk.template(template, by=STRANGER),
        lambda: desk.revise_template(template, text="x", by=STRANGER),
        lambda: desk.send_reply(id_, form, by=STRANGER),
        lambda: desk.replies_to(id_, by=STRANGER),
    ):
        with pytest.raises(NotFound):
            ask()
    assert desk.templates_of(by=STRANGER) == []
