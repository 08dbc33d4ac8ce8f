"""The page of the audit trail: every service has one, auditors alone see it, and it tells what was tried."""

import csv
import io

from contracts.registry import Role
from tests.e2e.six import OURS, STRANGE, Six


def page(six: Six, service: str, **asked: str) -> str:
    told = six.person(service, Role.AUDITOR).get(f"/{service}/audit", query_string=asked)
    assert told.status_code == 200, told.text
    return told.text


def test_every_service_shows_auditors_its_trail_and_the_way_to_the_others(six: Six):
    for service in six.apps:
        told = page(six, service)

        assert "<h1>Nhật ký</h1>" in told
        for other in set(six.apps) - {service}:
            assert f'href="/{other}/audit"' in told


def test_nobody_else_sees_it(six: Six):
    for role in set(Role) - {Role.AUDITOR}:
        told = six.person("reception", role).get("/reception/audit/lines.csv")
        assert told.status_code == 403, role


def test_a_strangers_question_about_what_is_ours_is_in_it(six: Six):
    petition = six.ids["reception", "petitions"]
    stranger = six.person("reception", Role.RECEPTIONIST, STRANGE)

    assert stranger.get(f"/reception/petitions/{petition}").status_code == 404

    told = page(six, "reception", what="FOREIGN", user=f"u-{Role.RECEPTIONIST}")
    assert f"petition/{petition}" in told
    assert "Cán bộ tiếp công dân" in told
    assert "Hỏi việc của cơ quan khác" in told


def test_the_trail_is_narrowed_by_what_was_done(six: Six):
    told = page(six, "reception", command="hold_session")

    assert "Ghi buổi tiếp công dân" in told
    assert "Phần mềm của cơ quan" in told
    assert "Không có dòng nào" in page(six, "reception", until="2020-01-01")
    assert "Không có dòng nào" not in page(six, "reception", until="nonsense", since="0001-01-01")


def test_the_trail_is_taken_away_as_a_file_and_that_is_noted(six: Six):
    auditor = six.person("planning", Role.AUDITOR)

    told = auditor.get("/planning/audit/lines.csv", query_string={"unit": OURS, "what": "COMMAND"})
    rows = list(csv.reader(io.StringIO(told.text.lstrip("\ufeff"))))

    assert told.headers["Content-Disposition"].endswith('"nhat-ky-planning.csv"')
    assert rows[0][0] == "Thời điểm"
    assert {"Soạn kế hoạch", "Phê duyệt kế hoạch"} <= {row[2] for row in rows[1:]}
    assert "Kết xuất nhật ký" in page(six, "planning", what="EXPORT")


def test_sign_ins_are_in_the_registrys_trail_with_the_name_also_those_in_vain(six: Six):
    client = six.apps["registry"].test_client()
    for password in ("wrong", "một câu dài dễ nhớ"):
        client.post("/api/registry/v1/sessions", json={"account": "nan.nhan", "password": password})

    assert "Đăng nhập không thành" in page(six, "registry", what="REFUSED")
    entered = page(six, "registry", what="SIGN_IN")
    assert "Chuyên viên dân vận" in entered
    assert "&lt;script&gt;" in entered  # the holder's name, as text


def test_who_reads_a_petition_or_takes_the_register_along_is_in_the_trail(six: Six):
    petition, file = six.ids["reception", "petitions"], six.ids["reception", "files"]
    reader = six.person("reception", Role.DEPUTY)
    pages = ("", "/duplicates", "/words", f"/files/{file}")

    for one in pages:
        assert reader.get(f"/reception/petitions/{petition}{one}").status_code == 200
    assert reader.get("/reception/petitions.csv").status_code == 200

    told = page(six, "reception", what="READ", role=Role.DEPUTY)
    for words in (
        "Xem đơn",
        "Xem đơn có thể trùng",
        "Đọc ý kiến của người gửi đơn",
        "Tải tệp của đơn",
    ):
        assert words in told
    assert f"petition/{petition}" in told
    assert f"attachment/{file}" in told
    assert "Kết xuất sổ đơn" in page(six, "reception", what="EXPORT", role=Role.DEPUTY)


def test_a_program_that_reads_a_petition_is_in_the_trail_too(six: Six):
    petition = six.ids["reception", "petitions"]
    client = six.apps["reception"].test_client()
    given = {"Authorization": f"Bearer {six.token(Role.UNIT_LEADER)}"}

    client.get(f"/api/reception/v1/petitions/{petition}", headers=given)

    assert f"petition/{petition}" in page(six, "reception", what="READ", role=Role.UNIT_LEADER)
