"""The bytes we write ourselves are CloudEvents 1.0, by the judgement of the cloudevents library."""

from datetime import datetime

import orjson
import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given, strategies as st

from kernel.message import Event, encode, read_envelope
from tests.contracts.pin import told
from tests.contracts.strategies import TEXT, EverythingHappened, every_event, some

KINDS = pytest.mark.parametrize("cls", list(every_event()), ids=lambda cls: cls.wire)


@KINDS
@given(data=st.data())
def test_the_library_reads_our_bytes_attribute_by_attribute(cls: type[Event], data: st.DataObject):
    happened, envelope = data.draw(some(cls)), told(cls, quiet=data.draw(st.booleans()))

    read = JSONFormat().read(CloudEvent, encode(happened, envelope))

    wanted = {"specversion": "1.0", **envelope._asdict()}
    assert {**read.get_attributes(), "time": envelope.time} == wanted
    assert read.get_time() == datetime.fromisoformat(envelope.time)
    assert read.get_data() == orjson.loads(orjson.dumps(happened))


@given(subject=TEXT.filter(bool), actor=TEXT, trace=TEXT, version=st.integers(1, 2**53))
def test_whatever_the_envelope_says_the_library_reads_it(
    subject: str, actor: str, trace: str, version: int
):
    envelope = told(
        EverythingHappened, subject=subject, actor=actor, traceparent=trace, version=version
    )
    body = orjson.dumps({"specversion": "1.0", **envelope._asdict(), "data": {}})

    attributes = JSONFormat().read(CloudEvent, body).get_attributes()

    assert (attributes["subject"], attributes["version"]) == (subject, version)
    assert read_envelope(orjson.loads(body)) == envelope


@KINDS
def test_an_envelope_comes_back_as_it_was_told(cls: type[Event]):
    envelope = told(cls, causationid="c", lawversion="2026.1", quiet=True, traceparent="t")
    body = orjson.dumps({"specversion": "1.0", **envelope._asdict()})

    assert read_envelope(orjson.loads(body)) == envelope
    assert envelope.date.isoformat() == envelope.legaldate


def test_an_envelope_without_what_may_be_absent_is_read():
    envelope = told(EverythingHappened)
    needed = {name: value for name, value in envelope._asdict().items() if value not in ("", False)}

    assert read_envelope(needed) == envelope


def test_an_envelope_without_what_must_be_there_is_not_one():
    with pytest.raises(KeyError):
        read_envelope({"id": "1"})
