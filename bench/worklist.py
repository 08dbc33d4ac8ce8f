"""The list of work of an agency with many petitions, and its search, as the server answers the page."""

import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

from bench.house import House, a_house, result, say
from contracts.registry import Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor, new_id
from kernel.store import Store
from law.defaults import shipped_units
from services.reception.api import web
from services.reception.service import Reception
from services.reception.views import words_in

TIMES, BATCH, SEED = 9, 5000, 20261123
COMMON_WORDS = (
    "đề nghị bồi đất ruộng gỗ rác chợ hộ bụi xe đèn",
    "nghị nước tiếng xưởng thải cấp nghèo sách chậm mương vỉa điện",
)  # each in two petitions of five, all together in hardly one
WORDS = [
    "đề",
    "nghị",
    "xem",
    "xét",
    "bồi",
    "thường",
    "đất",
    "đai",
    "thu",
    "hồi",
    "đường",
    "nước",
    "ruộng",
    "nhà",
    "trường",
    "tiếng",
    "ồn",
    "xưởng",
    "gỗ",
    "rác",
    "thải",
    "chợ",
    "cấp",
    "giấy",
    "chứng",
    "nhận",
    "quyền",
    "sử",
    "dụng",
    "hộ",
    "nghèo",
    "chính",
    "sách",
    "người",
    "có",
    "công",
    "thủ",
    "tục",
    "chậm",
    "cán",
    "bộ",
    "địa",
    "chính",
    "tranh",
    "chấp",
    "ranh",
    "giới",
    "mương",
    "thoát",
    "bụi",
    "xe",
    "tải",
    "lấn",
    "chiếm",
    "vỉa",
    "hè",
    "đèn",
    "đường",
    "điện",
]


def fill(house: House, agency: str, many: int) -> None:
    """Rows of the list as petitions of some years leave them, a few of them open."""
    rows, dice = house.database("reception")["work_list"], random.Random(SEED)
    today = SystemClock().today()
    made = []
    for at in range(many):
        open_ = dice.random() < 0.02
        summary = " ".join(dice.choices(WORDS, k=30)) + f" số {at}"
        due = today + timedelta(days=dice.randint(-10, 30))
        made.append(
            {
                "_id": new_id(),
                "agency": agency,
                "number": at + 1,
                "year": 2020 + at * 7 // many,
                "kind": dice.choice(["COMPLAINT", "FEEDBACK"]),
                "state": "ACCEPTED" if open_ else "DECIDED",
                "open": open_,
                "disposition": dice.choices(["ACCEPT", "STORE"], [9, 1])[0],
                "signers": dice.choices([1, 7], [19, 1])[0],
                "handler": dice.choice(["", "u-1", "u-2"]),
                "received_on": today.isoformat(),
                "summary": summary,
                "words": words_in(summary),
                "due_on": due.isoformat() if open_ else None,
                "step_due_on": None,
                "on_time": None if open_ else True,
            }
        )
        if len(made) == BATCH:
            rows.insert_many(made, ordered=False)
            made.clear()
    if made:
        rows.insert_many(made, ordered=False)


def main() -> None:
    """Fill, ask, and say how long the slowest of the lists and of the searches took."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with a_house() as house:
        keys = house.folder / "keys"
        create_session_key(keys)
        create_secret(keys)
        settings = house.settings("reception", rate_limit="10000000/minute")
        Reception(Store(settings, "reception", clock=SystemClock())).store.prepare()
        today = SystemClock().today()
        agency = next(one.id for one in shipped_units().reporting(today) if one.kind.is_place)
        fill(house, agency, many)
        say(f"{many} petitions are in the list")
        now = datetime.now(UTC)
        actor = Actor(user="u-1", role=Role.AGENCY_HEAD, agency=agency, fresh_at=now.timestamp())
        client = web(settings).test_client()
        token = SessionKeys(keys, site=settings.site).issue(actor, now=now, minutes=60)
        client.set_cookie("danvan", token)

        def took(path: str) -> float:
            began = time.perf_counter()
            told = client.get(path)
            assert told.status_code == 200, told.text[:500]
            return time.perf_counter() - began

        def slowest(paths: list[str]) -> float:
            """The median of the slowest of some questions."""
            took(paths[0])
            times = [[took(path) for _ in range(TIMES)] for path in paths]
            return round(1000 * max(map(statistics.median, times)), 1)

        lists = [
            "/reception/",
            "/reception/?sort=-number",
            "/reception/?mine=1",
            "/reception/?state=DECIDED",
            "/reception/?disposition=STORE",
            "/reception/?crowd=1",
        ]
        searches = [
            "/reception/?q=bồi thường",
            "/reception/?q=tiếng ồn xưởng gỗ",
            "/reception/?q=số 4711",
            "/reception/?q=4711/2020",
            "/reception/?q=không có từ này",
            *(f"/reception/?q={words}" for words in COMMON_WORDS),
        ]
        result({"list_ms": slowest(lists), "search_ms": slowest(searches)})


if __name__ == "__main__":
    main()
