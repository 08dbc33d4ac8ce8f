"""What pages of reporting are asked: whose figures, which period."""

from datetime import date
from typing import Any

import marshmallow as ma
from flask import request
from marshmallow import fields

from contracts.registry import PROVINCE_WIDE
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.web import said_by, sentences


class AskedSchema(ma.Schema):
    """The period somebody asks for."""

    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")


def asked_period(today: date) -> tuple[dict[str, date], dict[str, Any]]:
    """The period asked for (this year so far when none is), and what is wrong with it."""
    period = {"first": date(today.year, 1, 1), "last": today}
    given = {name: text for name, text in request.args.items() if name in {"from", "to"} and text}
    try:
        period |= said_by(AskedSchema(), given)
    except ma.ValidationError as wrong:
        return period, dict(sentences(wrong.messages))
    if period["first"] > period["last"]:
        return period, {"from": ["Ngày bắt đầu phải trước hoặc bằng ngày kết thúc."]}
    return period, {}


def scope(actor: Actor, agency: str | None) -> str | None:
    """The agency whose figures are shown: one's own, or any (None: all) for province-wide roles.

    Raises `NotFound` for somebody else's agency.
    """
    if actor.role in PROVINCE_WIDE:
        return agency
    if agency not in {None, actor.agency}:
        raise NotFound
    return actor.agency
