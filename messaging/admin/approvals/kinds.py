"""The kinds of things that are approved, and the page each is read on."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from messaging.models import (
    CalendarYear,
    Gateway,
    LenderWording,
    LexiconVersion,
    PolicyVersion,
    Strategy,
    TemplateVersion,
)
from messaging.models.approvable import Approvable

# How a state is drawn (staff.css).
STATE_LOOKS = {"submitted": "hc-warn", "rejected": "hc-bad", "approved": "hc-good"}


@dataclass(frozen=True)
class Kind:
    """`page` is the URL name of the page on which a version is read and decided about."""

    code: str
    label: Any
    model: type[Approvable]
    page: str
    related: tuple[str, ...] = ()

    def versions(self) -> QuerySet[Any]:
        return self.model._default_manager.select_related(
            "author", "submitted_by", "decided_by", "edited_by", *self.related
        )

    def may(self, user: Any, act: str) -> bool:
        """`act`: view, change, approve."""
        meta = self.model._meta
        return bool(user.has_perm(f"{meta.app_label}.{act}_{meta.model_name}"))


# Apps above this one add theirs.
KINDS = [
    Kind("template", _("Template"), TemplateVersion, "admin:template_version", ("template",)),
    Kind("strategy", _("Strategy"), Strategy, "admin:strategy", ("lender",)),
    Kind("policy", _("Policy"), PolicyVersion, "admin:policy", ("lender",)),
    Kind("wording", _("Lender's wording"), LenderWording, "admin:lender_wording", ("lender",)),
    Kind("lexicon", _("Wording list"), LexiconVersion, "admin:lexicon"),
    Kind("gateway", _("Gateway"), Gateway, "admin:gateway"),
    Kind("calendar", _("Work calendar"), CalendarYear, "admin:calendar_year"),
]


def kind_called(code: str) -> Kind:
    """The kind of this code; 404 for any other word."""
    for kind in KINDS:
        if kind.code == code:
            return kind
    raise Http404


def kind_of(version: Approvable) -> Kind:
    return next(kind for kind in KINDS if isinstance(version, kind.model))


def page_of(version: Approvable) -> str:
    """Where this version is read and decided about."""
    return reverse(kind_of(version).page, args=[version.pk])
