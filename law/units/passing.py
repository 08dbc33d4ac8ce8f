"""Who takes over a matter when an agency's work passes on: by what was chosen, by place, or the superior."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Passing:
    """How the work of one agency passes on. `places` says who holds each place of its area afterwards (a place
    that was split has several); `superior` takes what nobody below can hold alone.
    """

    ends: bool
    superior: str
    successors: tuple[str, ...] = ()
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)

    def receiver(self, thing: str, places: Iterable[str] = ()) -> str | None:
        """The one agency that has the matter afterwards; None: it stays where it is.

        A matter of one commune goes there, one that touches several, or a place outside, to the superior
        (Luật Tổ chức chính quyền địa phương 2025, chuyển tiếp).
        """
        if thing in self.chosen:
            return self.chosen[thing]
        return self._by_place(tuple(places)) if self.ends else None

    def why(self, thing: str, places: Iterable[str] = ()) -> str:
        """The ground of `receiver`, in Vietnamese."""
        if thing in self.chosen:
            return "do người lập phương án chọn"
        if not self.ends:
            return "cơ quan vẫn hoạt động, giữ nguyên"
        if not any(True for _ in places):
            return "cơ quan kế thừa duy nhất" if self._only else "chưa ghi địa bàn, cấp trên nhận"
        alone = self._by_place(tuple(places)) != self.superior
        return "theo địa bàn của vụ việc" if alone else "liên quan nhiều địa bàn, cấp trên nhận"

    @property
    def _only(self) -> str | None:
        return self.successors[0] if len(self.successors) == 1 else None

    def _by_place(self, places: tuple[str, ...]) -> str:
        if not places or not self.places:
            return self._only or self.superior
        holders = frozenset[str]().union(*(self.places.get(one, frozenset()) for one in places))
        known = all(one in self.places for one in places)
        return next(iter(holders)) if known and len(holders) == 1 else self.superior
