"""How a rebuild of a service's followed read models is asked for: by a person, or by the follower itself."""

from kernel.errors import Conflict
from kernel.store import Store
from kernel.store.mongo import Document


class AlreadyRebuilding(Conflict):
    """A rebuild of this service's read models is under way."""

    code = "already_rebuilding"
    title = "Dữ liệu tổng hợp đang được dựng lại; hãy chờ lần này xong."


def ask_rebuild(store: Store) -> int:
    """Begin a rebuild of a service's followed read models. Gives the new generation.

    What is derived is made at the end, from the copy as a whole; where an event is parked it is made step by
    step, so that it can be parked again.
    """
    rows = store.database["followers"]
    rows.update_one({"_id": store.service}, {"$setOnInsert": {"generation": 1}}, upsert=True)
    row = rows.find_one_and_update(
        {"_id": store.service, "building": {"$exists": False}},
        [{"$set": {"building": NEXT, "asked_at": "$$NOW", **_underived(store)}}],
        return_document=True,
    )
    if row is None:
        raise AlreadyRebuilding
    generation: int = row["building"]
    return generation


NEXT = {"$add": ["$generation", 1]}


def _underived(store: Store) -> Document:
    parked = store.database["parked"].find_one({}, {"_id": 1})
    return {} if parked else {"underived": NEXT}
