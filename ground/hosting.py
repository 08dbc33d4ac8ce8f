"""At which site each agency works, as the register of sites says it: whoever nobody else hosts works at the province."""

from datetime import date

from contracts.registry import SiteRecorded, SiteState
from kernel.errors import Conflict
from kernel.store import Change, View


class HostedElsewhere(Conflict):
    """Sealed dossiers reach other sites through the province's portal, and this site does not know its address."""

    code = "hosted_elsewhere"
    title = (
        "Cơ quan nhận làm việc tại điểm cài đặt khác, và điểm này chưa khai báo địa chỉ cổng của tỉnh "
        "(PROVINCE_URL) nên chưa gửi được hồ sơ niêm phong; hãy chuyển bằng văn bản và ghi số văn bản vào đơn."
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

    def must_reach(self, site: str) -> None:
        """Raise `HostedElsewhere` when no dossier can go to another site from here."""
        settings = self.store.settings
        if site != settings.site and settings.province and not settings.province_url:
            raise HostedElsewhere

    def elsewhere(self, *, on: date) -> dict[str, str]:
        """Where each agency works that does not work at the province, on a day."""
        day = on.isoformat()
        return {
            one["agency"]: str(row["_id"])
            for row in self.find({})
            for one in row.get("hosted", ())
            if _holds(one, day)
        }


def _holds(one: dict[str, str], day: str) -> bool:
    return (not one["since"] or one["since"] <= day) and (not one["until"] or day <= one["until"])
