"""What somebody who means harm tries with the proxy that puts pages together: its commands in texts, crooked paths."""

from http.client import HTTPConnection, HTTPResponse
from urllib.parse import quote, urlsplit

import pytest
from markupsafe import escape

from contracts.registry import Role
from tests.e2e.six import TODAY, Six

COMMANDS = (
    '<!--# include virtual="/registry/me/roles/fragment" -->',
    '<!--# echo var="http_cookie" -->',
    '<!--#set var="x" value="y" -->',
)
FRAGMENTS = ("/registry/people/fragment", "/registry/audit/fragment")
CROOKED = [
    "/reception/../registry/people/fragment",
    "/reception/%2e%2e/registry/people/fragment",
    "/reception/..%2fregistry%2fpeople/fragment",
    "/reception/public/fragment/../../../registry/people",
    "/registry/people%2ffragment",
    "/registry/people;/fragment",
    "/registry/people%3f/fragment",
    "/registry/people%23/fragment",
    "/registry/people%00/fragment",
    "/registry/people/fragment%00",
    "/registry/people%0d%0aX-Evil:%201/fragment",
    "/registry/people%0aX-Evil:%201/fragment",
    "//evil.example/registry/fragment",
    "/evil.example/fragment",
    "/rabbitmq/api/fragment",
    "/metrics/fragment",
    "/registry:5672/fragment",
    "/registry@evil.example/fragment",
    "/nothing",
    "/registry/me/roles/fragment/../../../people",
    *FRAGMENTS,
]


class Wire:
    """Requests sent as they are written: no browser or library makes a path straight on the way."""

    def __init__(self, portal: str, six: Six) -> None:
        self.at = urlsplit(portal).netloc
        self.six = six

    def get(self, path: str, role: str = Role.ADMINISTRATOR) -> tuple[HTTPResponse, str]:
        """An answer and what it says."""
        line = HTTPConnection(self.at, timeout=30)
        try:
            line.putrequest("GET", path, skip_accept_encoding=True)
            line.putheader("Cookie", f"danvan={self.six.token(role)}")
            line.endheaders()
            told = line.getresponse()
            return told, told.read().decode("utf-8", "replace")
        finally:
            line.close()


@pytest.fixture
def wire(portal: str, six: Six) -> Wire:
    return Wire(portal, six)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_for_the_proxy_in_a_text_is_shown_as_text(six: Six, wire: Wire, command: str):
    petition = {
        "kind": "FEEDBACK",
        "channel": "POST",
        "received_on": TODAY.isoformat(),
        "summary": f"Đề nghị sửa đường {command}",
    }
    made = six.post("reception", "/petitions", petition, Role.RECEPTIONIST)

    kept, page = wire.get(f"/reception/petitions/{made['petition']}", Role.RECEPTIONIST)
    asked, results = wire.get(f"/registry/?q={quote(command)}")

    assert (kept.status, asked.status) == (200, 200)
    for text in (page, results):
        assert str(escape(command)) in text
        assert command not in text


@pytest.mark.parametrize("path", CROOKED)
def test_a_crooked_path_leads_to_no_page_and_adds_no_header(wire: Wire, path: str):
    told, page = wire.get(path)

    assert told.status in {200, 303, 400, 404}, page
    assert told.status != 200 or page == "", "the place of a fragment that is none stays empty"
    assert "X-Evil" not in told.headers
    assert "evil" not in told.headers.get("Location", "")
    assert "Phạm Thị Quản" not in page


def test_a_fragment_takes_no_body_and_tells_no_stranger_anything(six: Six, wire: Wire):
    line = HTTPConnection(wire.at, timeout=30)
    line.request("POST", "/notify/duties/fragment", body=b"x" * 1000)
    posted = line.getresponse().read()
    line.request("GET", "/notify/duties/fragment")
    stranger = line.getresponse()

    assert posted == b""
    assert (stranger.status, stranger.read()) == (200, b"")
    line.close()
    _, mine = wire.get("/notify/duties/fragment", Role.DANVAN_OFFICER)
    assert "<h" in mine, "the same for who is signed in"
    assert six.apps
