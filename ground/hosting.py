"""At which site each agency works, as the register of sites says it: whoever nobody else hosts works at the province."""

from datetime import date

from contracts.registry import SiteRecorded, SiteState
from kernel.errors import Conflict
from kernel.store import Change, View


class HostedElsewhere(Conflict):
    """A sealed dossier reaches agencies of the same site only."""

    code = "hosted_elsewhere"
    title = (
        "Cơ quan nhận làm việc tại điểm cài đặt khác, hệ thống chưa chuyển được hồ sơ niêm phong tới đó; "
        "hãy chuyển bằng văn bản và ghi số văn bản vào đơn."
    )


class Hosting(View):
    """The sites other than the province's, with who works there from which day to which."""

    name = "hosting"

    def recorded(self, event: SiteRecorded) -> Change:
        """How a site stands now."""
        spans = zip(event.agencies, event.since, event.until, strict=True)
        hosted = [{"agency": one, "since": since, "until": until} for one, since, until in spans]
        believed = event.state is SiteState.APPROVED
        return self.change(event.site, set={"hosted": hosted if believed else []})

    def site_of(self, agency: str, *, on: date) -> str:
        """The site at which an agency works on a day."""
        settings, day = self.store.settings, on.isoformat()
        for row in self.find({"hosted.agency": agency}):
            for one in row["hosted"]:
                if one["agency"] == agency and _holds(one, day):
                    return str(row["_id"])
        return settings.province or settings.site

    def must_be_here(self, agency: str, *, on: date) -> None:
        """Raise `HostedElsewhere` when an agency works at another site on a day."""
        if self.site_of(agency, on=on) != self.store.settings.site:
            raise HostedElsewhere


def _holds(one: dict[str, str], day: str) -> bool:
    return (not one["since"] or one["since"] <= day) and (not one["until"] or day <= one["until"])
