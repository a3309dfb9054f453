"""Filing approved texts and signatures with carriers that send nothing else, and hearing of them.

The filing is on record before the carrier is called, and is asked about until it is decided; a call
that nobody answered leaves it "being filed", and it may be filed again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from accounts.models.choices import Channel
from messaging.decisions.facts.on_file import files_texts
from messaging.gateways.base import NotSent
from messaging.gateways.filed.driver import FiledDriver
from messaging.gateways.filed.rulings import NotFiled, Ruled, Ruling
from messaging.gateways.permit import Clock
from messaging.gateways.registry.drivers import NoDriver, driver_for
from messaging.models import Filing, Gateway, TemplateVersion, in_force
from messaging.models.approvable import ApprovalState
from messaging.outbox import waking

log = logging.getLogger(__name__)

LONGEST_SIGNATURE = 40
ANSWER_WITHIN = timedelta(minutes=10)
"""A filing nobody answered may be asked again after this."""

ASK_EVERY = timedelta(minutes=10)
ASKED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """One carrier beside a text. `filing` None: never filed."""

    gateway: Gateway
    filing: Filing | None
    may_file: bool


def carriers(now: datetime) -> list[Gateway]:
    """Gateways in force whose carriers send only what they have on file."""
    return [gateway for gateway in in_force.gateways(now) if files_texts(gateway)]


def standings(version: TemplateVersion, *, now: datetime) -> list[Standing]:
    """Beside a text by SMS: every carrier that would have to pass it."""
    if version.template.channel != Channel.SMS:
        return []
    gateways = carriers(now)
    filed = {each.gateway_id: each for each in version.filings.filter(gateway__in=gateways)}
    approved = version.state == ApprovalState.APPROVED
    return [_standing(each, filed.get(each.pk), approved, now) for each in gateways]


def signatures(gateway: Gateway) -> QuerySet[Filing]:
    """Those that were filed with a carrier."""
    return gateway.filings.filter(template_version=None).order_by("words")


def file_text(version: TemplateVersion, gateway: Gateway, *, by: User, clock: Clock) -> Filing:
    """File an approved text, under a signature that has passed. Raises Refused with what to do."""
    if version.state != ApprovalState.APPROVED:
        raise Refused(_("Only an approved text is filed with a carrier."))
    if version.template.channel != Channel.SMS:
        raise Refused(_("Only texts by SMS are filed with a carrier."))
    signature = signatures(gateway).filter(state=Filing.State.PASSED).first()
    if signature is None:
        raise Refused(
            _("File the signature first, on the page of the gateway; it must pass first.")
        )
    name = f"{version.template.title} v{version.number}"
    return _file(
        gateway,
        template_version=version,
        by=by,
        clock=clock,
        call=lambda driver: driver.file_text(
            name, version.body, signature=signature.words, why=version.template.title
        ),
    )


def file_signature(words: str, gateway: Gateway, *, by: User, clock: Clock) -> Filing:
    """File a signature. Raises Refused with what to do."""
    words = words.strip()
    if not words or len(words) > LONGEST_SIGNATURE or any(sign in words for sign in "【】[]"):
        raise Refused(_("Write the signature without its brackets, at most 40 characters."))
    return _file(
        gateway,
        words=words,
        by=by,
        clock=clock,
        call=lambda driver: driver.file_signature(words, why=words),
    )


def ask_carriers(*, clock: Clock) -> int:
    """Ask about what waits, longest not asked first; how many were decided."""
    now = clock.now()
    waiting = Filing.objects.filter(state=Filing.State.WAITING, checked_at__lte=now - ASK_EVERY)
    decided = 0
    for filing in waiting.select_related("gateway").order_by("checked_at")[:ASKED_AT_ONCE]:
        decided += _ask(filing, clock)
    return decided


def ask_again(filing: Filing, *, clock: Clock) -> Filing:
    """At somebody's wish; also of what was passed, which a carrier may take back."""
    if filing.code:
        _ask(filing, clock)
    filing.refresh_from_db()
    return filing


def _standing(gateway: Gateway, filing: Filing | None, approved: bool, now: datetime) -> Standing:
    return Standing(gateway, filing, approved and (filing is None or _may_come_again(filing, now)))


def _may_come_again(filing: Filing, now: datetime) -> bool:
    lost = filing.state == Filing.State.ASKED and filing.asked_at < now - ANSWER_WITHIN
    return lost or filing.state == Filing.State.REJECTED


def _file(
    gateway: Gateway,
    *,
    by: User,
    clock: Clock,
    call: Callable[[FiledDriver], str],
    template_version: TemplateVersion | None = None,
    words: str = "",
) -> Filing:
    driver = _driver(gateway, clock)
    filing = _begin(gateway, template_version, words, by=by, now=clock.now())
    try:
        code = call(driver)
    except (NotFiled, NotSent) as failure:
        _note(filing, Filing.State.REJECTED, reason=failure.code, now=clock.now())
        raise Refused(_("The carrier did not take it: %(why)s") % {"why": failure.code}) from None
    except Exception as failure:  # nobody knows whether it was taken
        log.warning("filing %d: %s", filing.pk, type(failure).__name__)
        raise Refused(
            _("The carrier gave no answer. Look on its own pages, or file again in ten minutes.")
        ) from None
    return _note(filing, Filing.State.WAITING, code=code, now=clock.now())


def _driver(gateway: Gateway, clock: Clock) -> FiledDriver:
    try:
        driver = driver_for(gateway, clock)
    except NoDriver:
        if settings.SANDBOX:
            raise Refused(_("Nothing is filed from a sandbox: it reaches no carrier.")) from None
        raise Refused(
            _("This gateway cannot be used as it is set up. Look at its settings first.")
        ) from None
    if not isinstance(driver, FiledDriver):
        raise Refused(_("This gateway takes any text; nothing is filed with it."))
    return driver


@transaction.atomic
def _begin(
    gateway: Gateway, version: TemplateVersion | None, words: str, *, by: User, now: datetime
) -> Filing:
    """On record and committed before the carrier is called. Raises Refused."""
    filing, is_new = Filing.objects.get_or_create(
        gateway=gateway,
        template_version=version,
        words=words,
        defaults={"asked_by": by, "asked_at": now},
    )
    if is_new:
        return filing
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    if not _may_come_again(filing, now):
        raise Refused(_("It is filed with this carrier already."))
    filing.state, filing.reason, filing.code = Filing.State.ASKED, "", ""
    filing.asked_by, filing.asked_at = by, now
    filing.save()
    return filing


def _note(filing: Filing, state: str, *, now: datetime, code: str = "", reason: str = "") -> Filing:
    filing.state, filing.code, filing.reason, filing.checked_at = state, code, reason, now
    filing.save(update_fields=["state", "code", "reason", "checked_at"])
    return filing


def _ask(filing: Filing, clock: Clock) -> bool:
    """Whether it is decided; a carrier that cannot be asked is asked again later."""
    try:
        driver = _driver(filing.gateway, clock)
        ask = driver.text_ruled if filing.template_version_id else driver.signature_ruled
        ruled = ask(filing.code)
    except Exception as error:
        log.info("carrier of filing %d does not answer: %s", filing.pk, type(error).__name__)
        ruled = Ruled(Ruling(filing.state), filing.reason)
    _heed(filing, ruled, now=clock.now())
    return ruled.ruling != Ruling.WAITING


def _heed(filing: Filing, ruled: Ruled, *, now: datetime) -> None:
    """What waited for a text that has passed is decided about anew."""
    newly_passed = ruled.ruling == Ruling.PASSED and filing.state != Filing.State.PASSED
    with transaction.atomic():
        _note(filing, ruled.ruling.value, code=filing.code, reason=ruled.reason, now=now)
        if newly_passed:
            waking.wake_for(filing.gateway, at=now)
