"""What pages ask: which page of a list, and whether the one who looks may do something."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from kernel.rights import Bearer, Deed
from kernel.web import current_actor

NEIGHBOURS = 1


@dataclass(frozen=True)
class Pages:
    """Where one stands in a list of `total` items shown `size` at a time; pages count from one."""

    number: int
    total: int
    size: int = 25

    @property
    def count(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Place of the first item shown, counted from one (0: none)."""
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """Place of the last item shown."""
        return min(self.total, self.number * self.size)

    @property
    def window(self) -> list[int | None]:
        """The page numbers to offer: both ends and the neighbours; None stands for a gap."""
        near = range(self.number - NEIGHBOURS, self.number + NEIGHBOURS + 1)
        shown = sorted({1, self.count, *(one for one in near if 1 <= one <= self.count)})
        offered: list[int | None] = []
        for before, one in zip([0, *shown], shown, strict=False):
            if one > before + 1:
                offered.append(None)
            offered.append(one)
        return offered


def asked_page() -> int:
    """The page the address asks for; the first one for whatever is not a page number."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004


def page_url(number: int) -> str:
    """The current address on another page, filters kept."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*kept, ('page', str(number))])}"


def may(roles: tuple[str, ...]) -> bool:
    """Whether who looks at the page holds one of the roles; who only sees enters and decides nothing."""
    by = current_actor()
    return any(one == by.role and (not by.see_only or _is_seeing(one)) for one in roles)


def _is_seeing(role: str) -> bool:
    return isinstance(role, Bearer) and role.right.deed is Deed.SEE
