"""What reception remembers of replies and their templates."""

from kernel.store import Collection
from kernel.store.unit import session
from services.reception.domain.plain import plain, readers
from services.reception.domain.replies import Reply, ReplyTemplate

KEPT = ("name", "versions", "retired_on")


class Templates(Collection[ReplyTemplate]):
    """The templates of all agencies, each with all its versions."""

    name = "reply_templates"
    holds = ReplyTemplate
    indexes = (([("agency", 1)], {}),)

    def to_document(self, template: ReplyTemplate) -> dict[str, object]:
        return {name: plain(getattr(template, name)) for name in KEPT}

    def from_document(self, row: dict[str, object]) -> ReplyTemplate:
        read = readers(ReplyTemplate)
        return self.restored(ReplyTemplate, row, **{name: read[name](row[name]) for name in KEPT})

    def of(self, agency: str) -> list[ReplyTemplate]:
        """An agency's templates, those that are offered first."""
        rows = [self.from_document(row) for row in self.rows.find({"agency": agency})]
        return sorted(rows, key=lambda one: (one.retired_on is not None, one.name.casefold()))


class Replies(Collection[Reply]):
    """What agencies said to who petitions."""

    name = "replies"
    holds = Reply
    indexes = (([("petition", 1)], {}),)

    def of(self, petition: str) -> list[Reply]:
        """The replies to a petition, the newest first."""
        rows = self.rows.find({"petition": petition}, sort=[("_id", -1)], session=session())
        return [self.from_document(row) for row in rows]
