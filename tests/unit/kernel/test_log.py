"""Logs: fields from a list, never the text of an exception, a fingerprint that stays."""

import json
import subprocess
import sys
from collections.abc import Callable

from hypothesis import given, strategies as st

from kernel.log import FIELDS, failure, fingerprint
from tests.site import ROOT

CANARY = "Nguyễn Thị Chim Hoàng Yến"
SCRIPT = f"""
import logging, structlog
from kernel import log
log.configure(level="INFO", service="reception", process="web")
said = structlog.get_logger()
try:
    raise ValueError("{CANARY}")
except ValueError as error:
    said.warning("it failed", petitioner="{CANARY}", count=3, exc_info=True, **log.failure(error))
said.debug("not at this level")
for name in ("kombu", "amqp", "nameko", "pymongo.command", "werkzeug"):
    logging.getLogger(name).error("{CANARY}")
"""


def logged() -> str:
    """What a process that logs a person's name by mistake writes."""
    words = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def test_a_line_is_json_with_fields_from_the_list_and_no_other():
    line = json.loads(logged())

    assert set(line) <= FIELDS
    assert (line["event"], line["service"], line["process"]) == ("it failed", "reception", "web")
    assert (line["error"], line["count"], line["level"]) == ("ValueError", 3, "warning")


def test_no_name_and_no_text_of_an_exception_is_ever_written():
    assert CANARY not in logged()


def here(text: str) -> None:
    raise LookupError(text)


def there(text: str) -> None:
    raise LookupError(text)


def a_failure(text: str, *, fail: Callable[[str], None] = here) -> Exception:
    try:
        fail(text)
    except LookupError as error:
        return error
    raise AssertionError("it did not fail")


@given(st.text(), st.text())
def test_the_same_bug_has_the_same_fingerprint_whatever_it_says(one: str, other: str):
    assert fingerprint(a_failure(one)) == fingerprint(a_failure(other))


def test_another_place_has_another_fingerprint():
    assert fingerprint(a_failure("")) != fingerprint(a_failure("", fail=there))


def test_a_failure_is_told_by_type_and_fingerprint_alone():
    told = failure(a_failure(CANARY))

    assert set(told) == {"error", "fingerprint"}
    assert told["error"] == "LookupError"
    assert len(told["fingerprint"]) == 12
