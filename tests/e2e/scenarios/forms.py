"""The forms of a page as a browser without JavaScript sees them, and sending one."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

LOCAL = {"Origin": "http://localhost"}
Values = dict[str, Any]


@dataclass
class Form:
    """One form: where it goes, the names one can fill in, and what is sent when nobody touches it; where its other
    buttons go."""

    action: str
    names: set[str] = field(default_factory=set)
    given: Values = field(default_factory=dict)
    buttons: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Reads all forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms, self.open = path, list[Form](), False
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method") == "post":
            self.open = True
            self.forms.append(Form(told.get("action") or self.path))
        elif self.open and tag == "button" and "formaction" in told:
            self.forms[-1].buttons.add(told["formaction"])
        elif self.open and tag in {"input", "select", "textarea", "option"}:
            self._field(tag, told, "selected" in told)

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "form"
        self.area = "" if tag == "textarea" else self.area

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1].given[self.area] = data.lstrip("\n")

    def _field(self, tag: str, told: dict[str, str], chosen: bool) -> None:
        form, name = self.forms[-1], told.get("name", "")
        if tag == "option":
            if chosen:
                form.given[self.select] = told["value"]
            return
        form.names.add(name)
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
        elif told.get("type") not in {"checkbox", "radio"} or "checked" in told:
            form.given[name] = told.get("value", "")


def forms_of(page: str, path: str) -> list[Form]:
    """All forms of a page, asked for under a path, that do something."""
    reader = _Reader(path)
    reader.feed(page)
    return reader.forms


def send(client: FlaskClient, page_path: str, given: Values, *, to: str = "") -> TestResponse:
    """Open a page, fill in the form that goes `to` (the page's own without one), send it, and say yes when
    the house asks whether one is sure. Fails when the page has no such form or field."""
    page = client.get(page_path)
    assert page.status_code == 200, (page_path, page.status_code, page.text[-2000:])
    return _sent(client, page.text, page_path, given, to or page_path)


def _sent(client: FlaskClient, page: str, page_path: str, given: Values, to: str) -> TestResponse:
    fitting = [
        one
        for one in forms_of(page, page_path)
        if to in {one.action, *one.buttons} and set(given) <= one.names
    ]
    assert fitting, f"no form to {to} with {sorted(given)} on {page_path}"
    data = {**fitting[0].given, **given}
    told = client.post(to, data=data, headers=LOCAL)
    if told.status_code == 200 and 'name="confirmed"' in told.text:
        return _sent(client, told.text, to, {}, to)
    return told
