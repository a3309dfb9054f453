"""Suppressions: addresses that must not be written to, over all customers and lenders."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Channel
from accounts.models.event import EventKind
from accounts.models.told import Told

MENDED_WITHIN = timedelta(minutes=30)
"""An opt-out pressed on a page may be taken back there; later a person hears why (P)."""


_WHOM = {"of_address": "NEW.address_hash"}
_ABOUT = {"suppression_id": "NEW.id", "channel": "NEW.channel", "kind": "NEW.kind"}


class Suppression(models.Model):
    """In force until one person asks to lift it, with evidence, and another does. Keyed by a hash
    that outlives erasure."""

    class Kind(models.TextChoices):
        OPT_OUT = "opt_out", _("Opted out")
        WRONG_PARTY = "wrong_party", _("Wrong person")
        CARRIER = "carrier", _("On the carrier's black list")
        MANUAL = "manual", _("Entered by staff")

    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    address_hash = models.BinaryField(editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    source = models.CharField(_("source"), max_length=60)
    at = models.DateTimeField(_("from"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    needs_review = models.BooleanField(_("a person should look"), default=False)
    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked to lift by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifted by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lift_evidence = models.CharField(_("evidence for lifting"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        permissions = [("lift_suppression", "Can lift a suppression")]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_hash"],
                condition=Q(lifted_at=None),
                name="an_address_is_suppressed_once",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None)
                | (
                    Q(lifted_by__isnull=False, lift_asked_by__isnull=False)
                    & ~Q(lift_evidence="")
                    & ~Q(lifted_by=F("lift_asked_by"))
                )
                # A slip of the customer's own finger, mended on the page that was pressed.
                | Q(
                    lifted_by=None,
                    kind="opt_out",
                    source__startswith="page:",
                    lift_evidence=F("source"),
                    lifted_at__lte=F("at") + MENDED_WITHIN,
                ),
                name="lifting_is_a_logged_human_act",
            ),
        ]
        indexes = [
            models.Index(fields=["-at"], name="suppressions_newest_first"),
            # The customer's timeline: lifted ones too, on whatever channel.
            models.Index(fields=["address_hash"], name="suppressions_of_a_number"),
            # What one person asked to lift and another has not yet.
            models.Index(
                fields=["id"],
                condition=Q(lifted_at=None, lift_asked_by__isnull=False),
                name="suppressions_to_be_lifted",
            ),
        ]
        triggers = [
            Audited(),
            Told(
                name="a_suppression_is_told",
                kind=EventKind.SUPPRESSED.value,
                operation=pgtrigger.Insert,
                at="NEW.at",
                whom=_WHOM,
                about=_ABOUT,
            ),
            Told(  # an opt-out that turns out to be a stranger's
                name="a_wrong_person_is_told",
                kind=EventKind.SUPPRESSED.value,
                operation=pgtrigger.Update,
                condition="NEW.kind <> OLD.kind AND NEW.lifted_at IS NULL",
                at="clock_timestamp()",
                whom=_WHOM,
                about=_ABOUT,
            ),
            Told(
                name="a_lifted_suppression_is_told",
                kind=EventKind.UNSUPPRESSED.value,
                operation=pgtrigger.Update,
                condition="OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL",
                at="NEW.lifted_at",
                whom=_WHOM,
                about=_ABOUT,
            ),
            pgtrigger.Protect(name="suppressions_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_lifting_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF OLD.lifted_at IS NOT NULL
                   OR (NEW.channel, NEW.address_hash, NEW.at, NEW.source)
                      IS DISTINCT FROM (OLD.channel, OLD.address_hash, OLD.at, OLD.source) THEN
                    RAISE EXCEPTION 'a suppression is only ever lifted, once'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.lift_asked_by_id IS DISTINCT FROM OLD.lift_asked_by_id
                       AND NOT huancui_is_acting(NEW.lift_asked_by_id)
                   OR NEW.lifted_by_id IS DISTINCT FROM OLD.lifted_by_id
                       AND NOT huancui_is_acting(NEW.lifted_by_id) THEN
                    RAISE EXCEPTION 'who asks and who lifts is who acts' USING
                        ERRCODE = 'check_violation', CONSTRAINT = 'two_people_lift_a_suppression';
                END IF;
                IF NEW.lifted_by_id IS DISTINCT FROM OLD.lifted_by_id THEN
                    PERFORM huancui_require_all_concerned(
                        huancui_works_with_number(NEW.lifted_by_id, NEW.address_hash));
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"
