"""Keys by which a lender's core system calls the API: asked for by one person, approved by another.

A key acts as a login of its own that nobody can sign in to; whose people it reaches is given to
that login as to any colleague (accounts.models.staff_lender), by two people as well.
"""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.second_person import AskedAndDecided, takes_two_people
from accounts.models.staff import User
from accounts.models.states import StateMachine

LONGEST = timedelta(days=366)
MOST_A_MINUTE = 6_000


class Scope(models.TextChoices):
    """What a key may do; a key has those that were approved and no other."""

    CUSTOMERS_READ = "customers:read", _("Read customers and loans")
    LOANS_WRITE = "loans:write", _("Bring customers and loans")
    REPAYMENTS_WRITE = "repayments:write", _("Bring repayments and reversals")
    HOLDS_WRITE = "holds:write", _("Place and lift holds")
    CONSENTS_WRITE = "consents:write", _("Record and revoke consents")
    POINTS_WRITE = "contact-points:write", _("Confirm numbers")
    CONTACT_READ = "contact:read", _("Ask whether a customer may be contacted")
    MESSAGES_READ = "messages:read", _("Read messages and decisions")
    CALLS = "calls", _("Dial calls that were begun, and tell whether they were answered")


class ApiKey(AskedAndDecided):
    """asked → approved | refused | withdrawn; approved → revoked.

    Once it is approved, whoever asked takes its first part (`issued_at`) and whoever approved its
    second: each is shown that once, and only its hash is kept. One person is enough to revoke.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a second person")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REVOKED = "revoked", _("Revoked")

    name = models.CharField(_("name"), max_length=60)
    user = models.OneToOneField(
        User, verbose_name=_("acts as"), on_delete=models.PROTECT, related_name="api_key"
    )
    scopes = ArrayField(
        models.CharField(max_length=30, choices=Scope.choices), verbose_name=_("what it may do")
    )
    networks = ArrayField(models.CharField(max_length=50), verbose_name=_("called from"))
    per_minute = models.PositiveIntegerField(_("calls a minute"), default=600)
    expires_at = models.DateTimeField(_("expires"))
    why = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    public_id = models.CharField(_("key"), max_length=16, unique=True, editable=False)
    secret_hash = models.BinaryField(null=True, editable=False)
    issued_at = models.DateTimeField(_("taken"), null=True)
    second_hash = models.BinaryField(null=True, editable=False)
    second_issued_at = models.DateTimeField(_("second part taken"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("revoked by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        permissions = [
            ("ask_apikey", "Can ask for a key of the API and take it"),
            ("decide_apikey", "Can decide on a key of the API"),
            ("revoke_apikey", "Can revoke a key of the API"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | Q(state="withdrawn", decided_at__isnull=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decided_key_says_by_whom",
            ),
            takes_two_people("a_key_takes_two_people", ["approved", "refused", "revoked"]),
            models.CheckConstraint(
                condition=Q(secret_hash=None, issued_at=None)
                | Q(state__in=["approved", "revoked"])
                & Q(secret_hash__isnull=False, issued_at__isnull=False),
                name="only_an_approved_key_has_a_secret",
            ),
            models.CheckConstraint(
                condition=Q(second_hash=None, second_issued_at=None)
                | Q(state__in=["approved", "revoked"])
                & Q(second_hash__isnull=False, second_issued_at__isnull=False),
                name="only_an_approved_key_has_a_second_part",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") & Q(revoked_by=None, revoked_at=None)
                | Q(state="revoked", revoked_by__isnull=False, revoked_at__isnull=False),
                name="a_revoked_key_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(why="")
                & ~Q(name="")
                & Q(scopes__len__gte=1, networks__len__gte=1)
                & Q(per_minute__gte=1, per_minute__lte=MOST_A_MINUTE),
                name="a_key_says_what_it_may_do_and_from_where",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at"))
                & Q(expires_at__lte=F("asked_at") + LONGEST),
                name="a_key_ends_within_a_year",
            ),
        ]
        triggers = [
            Audited(masked=("secret_hash", "second_hash"), ignored=("last_used_at",)),
            StateMachine(
                name="api_key_states",
                transitions=[
                    ("asked", "approved"),
                    ("asked", "refused"),
                    ("asked", "withdrawn"),
                    ("approved", "revoked"),
                ],
            ),
            pgtrigger.ReadOnly(
                name="a_key_stays_as_asked",
                fields=[
                    *("name", "user", "scopes", "networks", "per_minute", "expires_at", "why"),
                    *("public_id", "asked_by", "asked_at"),
                ],
            ),
            pgtrigger.Protect(name="api_keys_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="who_asks_decides_takes_and_revokes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF TG_OP = 'INSERT' THEN
                    IF NEW.state <> 'asked' OR NEW.secret_hash IS NOT NULL
                       OR NEW.second_hash IS NOT NULL THEN
                        RAISE EXCEPTION 'a key begins as asked' USING
                            ERRCODE = 'check_violation', CONSTRAINT = 'a_key_takes_two_people';
                    END IF;
                    PERFORM huancui_require_acting(NEW.asked_by_id, 'ask_apikey');
                    RETURN NEW;
                END IF;
                IF OLD.state = 'asked' AND NEW.state IN ('approved', 'refused') THEN
                    PERFORM huancui_require_acting(NEW.decided_by_id, 'decide_apikey');
                ELSIF OLD.state = 'approved' AND NEW.state = 'revoked' THEN
                    PERFORM huancui_require_acting(NEW.revoked_by_id, 'revoke_apikey');
                    PERFORM huancui_require_all_concerned(
                        huancui_works_with_colleague(NEW.revoked_by_id, NEW.user_id));
                END IF;
                IF NEW.secret_hash IS DISTINCT FROM OLD.secret_hash THEN
                    IF OLD.secret_hash IS NOT NULL THEN
                        RAISE EXCEPTION 'the secret was taken' USING
                            ERRCODE = 'check_violation', CONSTRAINT = 'a_secret_is_taken_once';
                    END IF;
                    PERFORM huancui_require_acting(NEW.asked_by_id, 'ask_apikey');
                END IF;
                IF NEW.second_hash IS DISTINCT FROM OLD.second_hash THEN
                    IF OLD.second_hash IS NOT NULL THEN
                        RAISE EXCEPTION 'the second part was taken' USING
                            ERRCODE = 'check_violation', CONSTRAINT = 'a_secret_is_taken_once';
                    END IF;
                    PERFORM huancui_require_acting(NEW.decided_by_id, 'decide_apikey');
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def part_is_of(cls, person: User, *, login: int | None) -> bool:
        """Whether this person took a part of the key with this login: they asked for it, or
        approved it. With the other part they would be what it brings, and its second person."""
        return cls.objects.filter(Q(asked_by=person) | Q(decided_by=person), user=login).exists()
