"""What somebody may see of the notices, and what they have read."""

from contracts.notify import Topic
from contracts.registry import PROVINCE_WIDE, Role
from ground.agencies import AgencyBook
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store
from law.defaults import shipped_units
from services.notify.domain import TOPIC_WORDS, is_province, sentence
from services.notify.views import Notices, Readings, Row

MOST_READ = 1000


class Inbox:
    """The Front's accounts see the notices of their place, everybody else those about their agency."""

    def __init__(self, store: Store, book: AgencyBook) -> None:
        self.store, self.book = store, book
        self.notices = Notices(store)
        self.readings = Readings(store)

    def page(
        self, *, by: Actor, unread: bool, all_places: bool, page: int, size: int
    ) -> tuple[list[Row], int]:
        """One page of what somebody may see, and how many there are."""
        where = _seen_by(by, all_places=all_places)
        if unread:
            where = {"$and": [where, {"_id": {"$not": {"$in": self.readings.of(by.user)}}}]}
        rows = self.notices.shown(where, page=page, size=size)
        return self._marked(rows, by), self.notices.count(where)

    def one(self, notice_id: str, *, by: Actor) -> Row:
        """One notice the asker may see. Raises `NotFound`."""
        where = {"$and": [{"_id": notice_id}, _seen_by(by, all_places=True)]}
        rows = self.notices.shown(where, page=1, size=1)
        if not rows:
            raise NotFound
        return self._marked(rows, by)[0]

    def read(self, *notices: str, by: Actor) -> None:
        """Mark notices as read by this account."""
        now = self.store.clock.now()
        self.store.note(*(self.readings.read(by.user, one, at=now) for one in notices))

    def _marked(self, rows: list[Row], by: Actor) -> list[Row]:
        read = set(self.readings.of(by.user))
        return [{**row, **words_of(row, self.book), "read": row["_id"] in read} for row in rows]


def sees_all_places(by: Actor) -> bool:
    """Whether somebody may look at the notices of the whole province."""
    provincial = by.role == Role.FRONT_PARTICIPANT and is_province(shipped_units(), by.agency)
    return provincial or by.role in PROVINCE_WIDE


def _seen_by(by: Actor, *, all_places: bool) -> Row:
    if all_places and sees_all_places(by):
        return {}
    own = "place" if by.role == Role.FRONT_PARTICIPANT else "agency"
    return {"$or": [{own: by.agency}, {"everywhere": True}]}


def words_of(notice: Row, book: AgencyBook) -> Row:
    """A notice in words: its title, whose it is, what it says."""
    topic, agency = Topic(notice["topic"]), book.label(notice["agency"])
    words = sentence(topic, notice["facts"], agency=agency)
    return {"title": TOPIC_WORDS[topic], "agency_name": agency, "sentence": words}
