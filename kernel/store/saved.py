"""Views of lists that people saved: a name for the filters and the order of a list, for oneself or one's agency."""

from typing import Any

from kernel.message import Actor, Aggregate, named_id
from kernel.store.collection import View

MOST = 30


class SavedViews(View):
    """One row for each saved view; an own view of no aggregate, so nothing of it is told."""

    name = "saved_views"
    reflects = Aggregate
    indexes = (([("agency", 1), ("list", 1), ("name", 1)], {}),)

    def save(self, of: str, name: str, query: str, *, shared: bool, by: Actor) -> None:
        """Save the query of a list under a name; the same name again replaces it."""
        whose = "" if shared else by.user
        row = {"agency": by.agency, "list": of, "name": name, "query": query, "user": whose}
        id_ = named_id(by.agency, f"view/{whose}/{of}", name)
        change = self.change(id_, set={**row, "by": by.user})
        self.store.once(lambda: self.store.note(change), by=by, command="save_view")

    def forget(self, id_: str, *, by: Actor) -> bool:
        """Remove a view one saved oneself. Gives whether there was one."""
        if not any(row["_id"] == id_ and row["by"] == by.user for row in self._of(by)):
            return False
        gone = self.change(id_, delete=True)
        self.store.once(lambda: self.store.note(gone), by=by, command="forget_view")
        return True

    def of(self, list_: str, *, by: Actor) -> list[dict[str, Any]]:
        """The views of a list somebody may use: the own ones and those shared in the agency."""
        return [row for row in self._of(by) if row["list"] == list_]

    def _of(self, by: Actor) -> list[dict[str, Any]]:
        where = {"agency": by.agency, "user": {"$in": ["", by.user]}}
        return list(self.find(where, sort=[("name", 1)], limit=MOST * 10))
