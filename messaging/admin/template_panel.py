"""The preview beside a text: a handset, the counter, what the review found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import Lender
from messaging import specimens
from messaging.admin.findings import Remark, remarks
from messaging.approval.check_text import any_lender, template_findings
from messaging.content.segments import outside_gsm
from messaging.models import TemplateVersion
from messaging.preview import Preview, preview

SPECIMENS = {
    specimens.TYPICAL: _("Typical"),
    specimens.LONGEST: _("Longest values"),
    specimens.OLDEST: _("Oldest overdue"),
    specimens.SEVERAL: _("Several loans"),
}
_ODD_SHOWN = 5  # characters named that make a Latin text cost more


@dataclass(frozen=True)
class Panel:
    """All that `messaging/preview_panel.html` shows."""

    kind: str
    kinds: list[tuple[str, Any]]
    lender: Lender
    lenders: list[Lender]
    shown: Preview
    longest: Preview
    remarks: list[Remark]
    odd_characters: list[str]

    @property
    def blocked(self) -> bool:
        return any(remark.blocks for remark in self.remarks)


def panel(body: str, *, version: TemplateVersion, asked: QueryDict, now: datetime) -> Panel:
    """The panel for `body` as a wording of this version's template; `asked` picks the specimen
    (`specimen`) and the lender (`lender`)."""
    kind = asked.get("specimen", specimens.TYPICAL)
    kind = kind if kind in SPECIMENS else specimens.TYPICAL
    lenders = list(Lender.objects.order_by("pk"))
    lender = next((x for x in lenders if str(x.pk) == asked.get("lender")), None) or any_lender()
    shown = sample(body, kind, version=version, lender=lender, now=now)
    template = version.template
    return Panel(
        kind=kind,
        kinds=list(SPECIMENS.items()),
        lender=lender,
        lenders=lenders,
        shown=shown,
        longest=sample(body, specimens.LONGEST, version=version, lender=lender, now=now),
        remarks=remarks(
            template_findings(body, template=template, language=version.language, now=now)
        ),
        odd_characters=outside_gsm(shown.text)[:_ODD_SHOWN] if version.language == "en" else [],
    )


def sample(
    body: str, kind: str, *, version: TemplateVersion, lender: Lender, now: datetime
) -> Preview:
    """What one made-up customer would receive."""
    return preview(
        body,
        kind=kind,
        lender=lender,
        stage=version.template.stage,
        cause=version.template.cause,
        language=version.language,
        today=localdate(now),
    )
