"""What is one's own: the portal with the doors one may enter, who one is, one's password."""

from typing import Any, NamedTuple

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import DOORS, ROLE_WORDS, Role
from kernel.errors import Invalid, Later
from kernel.message import Actor
from kernel.web import current_actor, read_form, requires
from services.registry.domain import LONGEST_PASSWORD, SHORTEST_PASSWORD, Account
from services.registry.pages.sign_in import go_on
from services.registry.pages.words import OTHERS_ENDED, errors_of, role_at
from services.registry.service import Registry

# One sentence for each door, by its path.
SENTENCES = {
    "/reception/": "Ghi buổi tiếp công dân, vào sổ đơn, phân loại, thụ lý và theo dõi hạn giải quyết.",
    "/planning/": "Lập kế hoạch năm, giao việc, ghi kết quả; mô hình “Dân vận khéo”, tuyên truyền, tập huấn.",
    "/consultation/": "Lấy ý kiến và trả lời ý kiến, đối thoại với Nhân dân, giám sát và phản biện xã hội.",
    "/reporting/": "Xem số liệu trong kỳ, lập và gửi báo cáo dân vận hằng năm, theo dõi tổng hợp của tỉnh.",
    "/notify/": "Đọc thông báo gửi đến cơ quan và chọn việc muốn được báo.",
    "/registry/": "Tra cứu cơ quan qua các thời kỳ, xem tài khoản và vai trò.",
}
LABELS = {"old": "Mật khẩu hiện tại", "password": "Mật khẩu mới", "again": "Nhập lại mật khẩu mới"}


class Door(NamedTuple):
    """One card of the portal."""

    label: str
    href: str
    sentence: str
    sign: str


PEOPLE = Door(
    "Người dùng và vai trò",
    "/registry/people",
    "Mở tài khoản, giao và kết thúc vai trò, đặt lại mật khẩu, đóng tài khoản.",
    "people",
)


class OwnPasswordForm(ma.Schema):
    """The old password, and the new one twice."""

    old = fields.String(required=True, validate=validate.Length(1, LONGEST_PASSWORD))
    password = fields.String(required=True)
    again = fields.String(required=True)

    @ma.validates_schema
    def same(self, given: dict[str, Any], **_: Any) -> None:
        if given["password"] != given["again"]:
            raise ma.ValidationError("Hai lần nhập mật khẩu mới không giống nhau.", "again")


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the portal and one's own page."""

    @bp.get("/portal")
    @requires()
    def portal() -> str:
        by = current_actor()
        return render_template(
            "registry/portal.html",
            person=registry.accounts.find(by.user),
            doors_open=_doors(by.role),
            role=ROLE_WORDS.get(by.role, by.role),
            agency=registry.label(by.agency),
            others=_others(registry, by),
            today=registry.store.clock.today(),
        )

    @bp.get("/me/roles/fragment")
    @requires()
    def roles() -> str:
        """The switch in everybody's header: the other roles one holds today."""
        by = current_actor()
        return render_template("registry/roles.html", others=_others(registry, by))

    @bp.get("/me")
    @requires()
    def me() -> str:
        return _me(registry, {})

    @bp.post("/me/password")
    @requires()
    def change_password() -> ResponseReturnValue:
        try:
            given = read_form(OwnPasswordForm)
            registry.change_password(given["old"], given["password"], by=current_actor())
        except (Invalid, Later) as wrong:
            return _me(registry, errors_of(wrong, {"too_many_guesses": "old", "busy": "old"})), 422
        flash(f"Đã đổi mật khẩu. {OTHERS_ENDED}", "good")
        return go_on(registry, redirect(url_for("registry.me"), 303))


def _doors(role: str) -> list[Door]:
    doors = [
        Door(label, href, SENTENCES.get(href, ""), href.strip("/"))
        for label, href, roles in DOORS
        if not roles or role in roles
    ]
    return [PEOPLE, *doors] if role == Role.ADMINISTRATOR else doors


def _others(registry: Registry, by: Actor) -> list[tuple[str, str]]:
    """The other roles one holds today."""
    held = registry.roles_today(by.user)
    now = (by.role, by.agency)
    return [
        (f"{one.role.value}@{one.agency}", role_at(one, registry.label))
        for one in held
        if (one.role.value, one.agency) != now
    ]


def _me(registry: Registry, errors: dict[str, Any]) -> str:
    by = current_actor()
    person: Account | None = registry.accounts.find(by.user)
    return render_template(
        "registry/me.html",
        person=person,
        official=bool(registry.store.settings.oidc_issuer),
        role=ROLE_WORDS.get(by.role, by.role),
        agency=registry.label(by.agency),
        roles=[(role_at(one, registry.label), one) for one in registry.roles_today(by.user)],
        others=_others(registry, by),
        errors=errors,
        labels=LABELS,
        shortest=SHORTEST_PASSWORD,
        minutes=registry.store.settings.session_minutes,
    )
