"""Texts sent to a colleague's own telephone to be looked at there: who had which sent, and what
became of each, added to and never changed. None is a message, a contact, or part of any report."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models import Lender, StaffNumber
from accounts.models.audit import AppendOnly, Audited
from messaging.models.gateway import Gateway

MOST_A_DAY = 100
"""Whatever an installation allows one person (HUANCUI_PHONE_SENDS_A_DAY), the database takes no
more."""

_ASKED = f"""
IF NOT huancui_is_acting(NEW.by_id) OR NOT huancui_may(NEW.by_id, 'messaging', 'add_phonesend') THEN
    RAISE EXCEPTION 'who acts may not' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'who_sends_to_a_phone_acts';
END IF;
PERFORM 1 FROM accounts_staffnumber n
WHERE n.id = NEW.number_id AND n.user_id = NEW.by_id
  AND n.state = CASE NEW.purpose WHEN 'code' THEN 'confirmed' ELSE 'in_use' END
FOR NO KEY UPDATE;
IF NOT FOUND THEN
    RAISE EXCEPTION 'texts go to a number of one''s own, confirmed by another and proved' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'only_to_ones_own_number';
END IF;
IF (SELECT count(*) FROM messaging_phonesend s
    WHERE s.by_id = NEW.by_id AND s.asked_at > NEW.asked_at - interval '1 day') >= {MOST_A_DAY} THEN
    RAISE EXCEPTION 'no more than {MOST_A_DAY} a day' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'few_texts_to_a_phone_a_day';
END IF;
RETURN NEW;
"""  # noqa: S608 - no value is put in

# What has begun was not begun before and may be: still wanted, to a number that is still hers and
# nobody's beside, by a gateway that is for testing.
_STEP = """
IF NEW.state IN ('accepted', 'refused', 'unknown', 'delivered', 'undelivered') THEN
    IF NOT EXISTS (SELECT FROM messaging_phonesendstep b
                   WHERE b.send_id = NEW.send_id AND b.state = 'begun') THEN
        RAISE EXCEPTION 'what did not begin has no outcome' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_phone_send_begins_first';
    END IF;
    RETURN NEW;
END IF;
IF NEW.state = 'begun' THEN
    PERFORM 1 FROM messaging_phonesend s JOIN accounts_staffnumber n ON n.id = s.number_id
    WHERE s.id = NEW.send_id AND s.good_until > NEW.at
      AND n.state = CASE s.purpose WHEN 'code' THEN 'confirmed' ELSE 'in_use' END
      AND NOT huancui_is_a_customers(n.sms_hash, n.phone_hash);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this may not go any more' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'only_to_ones_own_number';
    END IF;
    IF NOT EXISTS (
        SELECT FROM messaging_gateway g WHERE g.id = NEW.gateway_id AND g.state = 'approved'
        AND g.open AND g.channel = 'sms' AND (g.for_testing OR g.driver = 'sandbox')) THEN
        RAISE EXCEPTION 'only a gateway for testing carries this' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'only_by_a_gateway_for_testing';
    END IF;
END IF;
RETURN NEW;
"""


class PhoneSend(models.Model):
    """One text, whole as it is sent, with a made-up person's values; or a code, which is drawn when
    it is sent and kept nowhere but as a hash (accounts.models.staff_number).

    `wire_id`: under which the gateway knows it; drawn from the ids of messages, so that a receipt
    is about one of both. `again_of`: the send that is repeated. `version_id` of a draft that was
    thrown away since names nothing any more.
    """

    class Purpose(models.TextChoices):
        CODE = "code", pgettext_lazy("telephone", "Code")
        TEXT = "text", pgettext_lazy("telephone", "Text")

    number = models.ForeignKey(StaffNumber, on_delete=models.PROTECT, related_name="sends")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="phone_sends",
    )
    purpose = models.CharField(_("purpose"), max_length=4, choices=Purpose.choices)
    version = models.ForeignKey(
        "messaging.TemplateVersion",
        verbose_name=_("template version"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=10, blank=True, default="")
    text = models.TextField(_("text"), blank=True, default="")
    again_of = models.OneToOneField(
        "self",
        verbose_name=_("sent again"),
        null=True,
        on_delete=models.PROTECT,
        related_name="again",
    )
    wire_id = models.BigIntegerField(unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    good_until = models.DateTimeField(_("good until"))

    class Meta:
        verbose_name = _("text to a colleague's phone")
        verbose_name_plural = _("texts to colleagues' phones")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="code", version=None, lender=None, text="")
                | Q(purpose="text", version__isnull=False, lender__isnull=False) & ~Q(text=""),
                name="a_phone_send_is_a_text_or_a_code",
            )
        ]
        indexes = [models.Index(fields=["by", "-asked_at"], name="phone_sends_of_a_person")]
        triggers = [
            AppendOnly(),
            Audited(masked=("text",)),
            pgtrigger.Trigger(
                name="only_to_ones_own_phone",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_ASKED,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PhoneSendStep(models.Model):
    """begun → accepted | refused | unknown → delivered | undelivered; or not sent at all.

    `begun` is committed before the gateway is called and comes once: whoever finds it without an
    outcome says "unknown" and never calls again.
    """

    class State(models.TextChoices):
        BEGUN = "begun", _("Being handed over")
        NOT_SENT = "not_sent", pgettext_lazy("telephone", "Not sent")
        ACCEPTED = "accepted", pgettext_lazy("telephone", "Handed over")
        REFUSED = "refused", _("Refused by the gateway")
        UNKNOWN = "unknown", _("Not known whether it went")
        DELIVERED = "delivered", _("Delivered")
        UNDELIVERED = "undelivered", _("Not delivered")

    send = models.ForeignKey(PhoneSend, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    gateway = models.ForeignKey(
        Gateway, verbose_name=_("gateway"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    error_code = models.CharField(_("error"), max_length=40, blank=True, default="")
    gateway_ref = models.CharField(_("gateway's id"), max_length=80, blank=True, default="")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("step of a text to a phone")
        verbose_name_plural = _("steps of texts to phones")
        constraints = [
            models.UniqueConstraint(
                fields=["send"],
                condition=Q(state__in=["begun", "not_sent"]),
                name="a_phone_send_begins_once",
            ),
            models.UniqueConstraint(
                fields=["send"],
                condition=Q(state__in=["accepted", "refused", "unknown"]),
                name="a_phone_send_has_one_outcome",
            ),
            models.UniqueConstraint(
                fields=["send"],
                condition=Q(state__in=["delivered", "undelivered"]),
                name="a_phone_send_arrives_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="begun") | Q(gateway__isnull=False),
                name="a_phone_send_goes_by_a_gateway",
            ),
        ]
        indexes = [
            models.Index(
                fields=["gateway", "gateway_ref"],
                condition=~Q(gateway_ref=""),
                name="phone_sends_by_gateway_id",
            )
        ]
        triggers = [
            AppendOnly(),
            pgtrigger.Trigger(
                name="a_phone_send_goes_its_way",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_STEP,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
