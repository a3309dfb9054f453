"""What one of staff types and a customer reads on the lender's own sheet leads to no stranger."""

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender
from messaging.content.contacts import review_contacts
from messaging.content.links import review_links
from messaging.content.text.findings import Finding
from messaging.content.text.flat import flatten
from messaging.content.text.fold import fold


def review_ways_out(text: str, lender: Lender | None = None) -> list[Finding]:
    """Where no letter leads anybody, be it typed by one person on the lender's own sheet: to a
    private number, an account, a messenger, a host that is not the lender's."""
    hotlines = frozenset({lender.hotline} if lender and lender.hotline else ())
    hosts = (
        frozenset(host.lower() for host in lender.allowed_hosts or ()) if lender else frozenset()
    )
    flat = flatten(text)
    found = [
        *review_contacts(text, flat, fold(text), hotlines),
        *review_links(text, flat, frozenset(map(str.lower, hosts)) | _site_of(lender)),
    ]
    return [each for each in found if each.level == "block"]


def refuse_ways_out(text: str, lender: Lender | None) -> None:
    """Raises Refused, naming them."""
    if phrases := [text[each.start : each.end] for each in review_ways_out(text, lender)]:
        raise Refused(
            _(
                "What is typed here reaches the customer in a letter. It must name no private "
                "number, account, messenger or foreign link: %(phrases)s"
            )
            % {"phrases": "、".join(phrases)}
        )


def _site_of(lender: Lender | None) -> frozenset[str]:
    site = (lender.official_site if lender else "").strip().lower()
    return frozenset({site.removeprefix("https://").split("/")[0]}) if site else frozenset()
