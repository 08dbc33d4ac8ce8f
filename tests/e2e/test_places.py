"""Where a matter lies: entered on the page, by a program and in bulk, and only as a commune of the register."""

from contracts.registry import Role
from tests.e2e.six import LOCAL, OURS, PLACES, TODAY, Six, csrf

THERE, ELSEWHERE = PLACES[2], PLACES[3]
FORM = {
    "kind": "FEEDBACK",
    "channel": "POST",
    "received_on": TODAY.isoformat(),
    "summary": "Đề nghị sửa đường liên xã bị hỏng",
}


def kept(six: Six, petition: str) -> list[str]:
    headers = {"Authorization": f"Bearer {six.token(Role.RECEPTIONIST)}"}
    client = six.apps["reception"].test_client()
    told = client.get(f"/api/reception/v1/petitions/{petition}", headers=headers)
    return list(told.json["places"])


def test_a_clerk_chooses_the_communes_of_a_matter(six: Six):
    clerk = six.person("reception", Role.RECEPTIONIST)
    page = clerk.get("/reception/petitions/new").text
    given = {**FORM, "signers": "1", "place_1": THERE, "place_2": ELSEWHERE}

    told = clerk.post(
        "/reception/petitions/new", data={**given, "csrf_token": csrf(page)}, headers=LOCAL
    )

    assert f'<option value="{THERE}"' in page
    assert told.status_code == 303, told.text
    assert kept(six, told.location.rsplit("/", 1)[1]) == [THERE, ELSEWHERE]
    assert "Địa bàn vụ việc" in clerk.get(told.location).text


def test_a_program_names_them_too_one_by_one_or_in_bulk(six: Six):
    one = six.post("reception", "/petitions", {**FORM, "places": [THERE]}, Role.RECEPTIONIST)
    row = {"act": "register_petition", "client_ref": "noi-khac", **FORM, "places": [ELSEWHERE]}
    many = six.post("reception", "/acts", {"rows": [row]}, Role.SOFTWARE)["results"][0]

    assert kept(six, one["petition"]) == [THERE]
    assert many["status"] == 200, many
    assert kept(six, many["answer"]["petition"]) == [ELSEWHERE]


def test_what_is_no_commune_is_refused_at_its_field(six: Six):
    clerk = six.person("reception", Role.RECEPTIONIST)
    page = clerk.get("/reception/petitions/new").text
    given = {**FORM, "signers": "1", "place_1": "nowhere", "csrf_token": csrf(page)}

    told = clerk.post("/reception/petitions/new", data=given, headers=LOCAL)

    assert told.status_code == 422
    assert "Địa bàn vụ việc phải là xã, phường" in told.text
    assert 'href="#place_1"' in told.text
    assert OURS in told.text
