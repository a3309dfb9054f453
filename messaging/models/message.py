"""The outbox: one row per message, and the states it may take."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from accounts.models.choices import Channel, Language
from accounts.models.contact_point import ContactPoint
from accounts.models.customer import Customer
from accounts.models.lender import Lender
from accounts.models.sealed import EncryptedTextField, SealedModel
from messaging.models.choices import ContentClass
from messaging.models.gateway import Gateway
from messaging.models.message_guards import TRIGGERS
from messaging.models.message_states import ENDED_OTHERWISE, NEVER_LEFT, MessageState
from messaging.models.run import Candidate, Run
from messaging.models.suppression import Suppression
from messaging.models.template import TemplateVersion


class Message(SealedModel):
    """queued → claimed → handing_over → accepted → delivered | undelivered (DESIGN 3).

    From queued or claimed: blocked, cancelled, expired, or back to queued (held until
    `not_before`). From handing_over: refused (for good), queued (refused for now) or unknown;
    unknown is settled by receipt or query, else unresolved; never by sending again.
    """

    # A message is updated three times, each time in every index without a condition. So foreign
    # keys that nobody looks messages up by, or that begin an index below, have none of their own.
    run = models.ForeignKey(
        Run,
        verbose_name=_("run"),
        null=True,
        on_delete=models.PROTECT,
        related_name="messages",
        db_index=False,
    )
    candidate = models.ForeignKey(
        Candidate, null=True, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    # The message of the same candidate on the channel before, whose place this one takes.
    follows = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="followers",
        editable=False,
        db_index=False,
    )
    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, db_index=False
    )
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        null=True,
        on_delete=models.PROTECT,
        related_name="messages",
        db_index=False,
    )
    contact_point = models.ForeignKey(
        ContactPoint, verbose_name=_("contact point"), null=True, on_delete=models.PROTECT
    )
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.SMS
    )
    address_hash = models.BinaryField(editable=False)
    content_class = models.CharField(
        _("content class"),
        max_length=30,
        choices=ContentClass.choices,
        default=ContentClass.COLLECTION_SERVICE,
    )
    template_version = models.ForeignKey(
        TemplateVersion,
        verbose_name=_("template"),
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
    )
    confirms = models.OneToOneField(
        Suppression,
        verbose_name=_("confirms the opt-out"),
        null=True,
        on_delete=models.PROTECT,
        related_name="confirmation",
    )
    declines = models.ForeignKey(
        "messaging.EducationDeclined",
        verbose_name=_("confirms the end of useful knowledge"),
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=MessageState.choices, default=MessageState.QUEUED
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    send_at_once = models.BooleanField(_("send at once"), default=False)
    not_before = models.DateTimeField(
        _("not before"), null=True, help_text=_("Empty: held until something is settled.")
    )
    held_at = models.DateTimeField(
        _("hold last looked at"),
        null=True,
        editable=False,
        help_text=_("When a message without “not before” was last decided about."),
    )
    created_at = models.DateTimeField(_("created at"))
    claimed_at = models.DateTimeField(_("claimed at"), null=True)
    claim_token = models.UUIDField(null=True, editable=False)
    body = EncryptedTextField(_("text"), purpose="message.body", null=True)
    # What every hand-over of this text is sealed with: SHA-256 of salt and text. Without the salt,
    # which goes when the text is erased, nobody can try out which text it was.
    text_salt = models.BinaryField(null=True, editable=False)
    text_digest = models.BinaryField(null=True, editable=False)
    segments = models.PositiveSmallIntegerField(_("segments"), null=True)
    gateway = models.ForeignKey(
        Gateway, verbose_name=_("gateway"), null=True, on_delete=models.PROTECT, db_index=False
    )
    gateway_ref = models.CharField(_("gateway's id"), max_length=80, blank=True)
    permit_until = models.DateTimeField(_("permit ends"), null=True)
    handed_over_at = models.DateTimeField(_("handed over at"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error_code = models.CharField(_("error"), max_length=40, blank=True)
    final_at = models.DateTimeField(_("ended at"), null=True)
    read_at = models.DateTimeField(_("read at"), null=True)
    # By which channel another may take its place; empty when none does, or one has.
    next_channel = models.CharField(
        _("next channel"),
        max_length=10,
        choices=Channel.choices,
        blank=True,
        default="",
        db_default="",
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            # Its index also finds the messages of a candidate.
            models.UniqueConstraint(
                fields=["candidate", "follows"],
                condition=Q(candidate__isnull=False),
                nulls_distinct=False,
                name="a_candidate_has_one_first_message",
            ),
            models.UniqueConstraint(
                fields=["follows"],
                condition=Q(follows__isnull=False),
                name="one_message_takes_the_place_of_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(NEVER_LEFT)) | ~Q(reason=""),
                name="what_is_not_sent_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[
                        MessageState.CLAIMED,
                        MessageState.HANDING_OVER,
                        MessageState.ACCEPTED,
                        MessageState.DELIVERED,
                        MessageState.UNDELIVERED,
                        MessageState.UNKNOWN,
                    ]
                )
                | Q(body__isnull=False),
                name="what_leaves_has_a_text",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MessageState.CLAIMED, MessageState.HANDING_OVER])
                | Q(GreaterThan(Length("body"), 0)),
                name="an_erased_text_does_not_leave",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.HANDING_OVER)
                | (
                    Q(permit_until__isnull=False)
                    & Q(handed_over_at__isnull=False)
                    & Q(gateway__isnull=False)
                ),
                name="a_hand_over_has_a_permit",
            ),
            models.CheckConstraint(
                condition=Q(content_class="confirmation", run=None)
                & (
                    Q(confirms__isnull=False, declines=None)
                    | Q(confirms=None, declines__isnull=False)
                )
                | (~Q(content_class="confirmation") & Q(confirms=None, declines=None)),
                name="a_confirmation_names_its_opt_out",
            ),
            models.UniqueConstraint(
                fields=["declines"],
                condition=Q(declines__isnull=False),
                name="the_end_of_useful_knowledge_is_confirmed_once",
            ),
        ]
        indexes = [
            # The dispatcher's queue: what is due, oldest first. Old messages are not in it.
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state=MessageState.QUEUED, not_before__isnull=False),
                name="messages_due",
            ),
            # The sweeper: what the next channel may follow one day.
            models.Index(
                fields=["handed_over_at"],
                condition=~Q(next_channel=""),
                name="messages_with_a_next_channel",
            ),
            # The sweeper: what is held until something is settled, longest not looked at first.
            models.Index(
                fields=["held_at"],
                condition=Q(state=MessageState.QUEUED, not_before=None),
                name="messages_held",
            ),
            # Opt-out, hold and repayment reach the live messages of a customer or a number.
            models.Index(
                fields=["customer"],
                condition=Q(state__in=[MessageState.QUEUED, MessageState.CLAIMED]),
                name="live_messages_of_a_customer",
            ),
            models.Index(
                fields=["address_hash"],
                condition=Q(state__in=[MessageState.QUEUED, MessageState.CLAIMED]),
                name="live_messages_of_a_number",
            ),
            # The sweeper: what a crash left behind, what awaits an outcome.
            models.Index(
                fields=["claimed_at"],
                condition=Q(
                    state__in=[
                        MessageState.CLAIMED,
                        MessageState.HANDING_OVER,
                        MessageState.UNKNOWN,
                    ]
                ),
                name="messages_in_flight",
            ),
            # Caps per customer and per number; the customer's timeline.
            models.Index(fields=["customer", "-claimed_at"], name="contacts_of_a_customer"),
            models.Index(fields=["address_hash", "-claimed_at"], name="contacts_of_a_number"),
            # The run page: progress by state.
            models.Index(fields=["run", "state"], name="messages_of_a_run"),
            # Receipts name the gateway's own id.
            models.Index(
                fields=["gateway", "gateway_ref"],
                condition=~Q(gateway_ref=""),
                name="messages_by_gateway_id",
            ),
            # The archive and the compliance report: one day, in blocks, since rows are written in
            # the order of time; and what ended otherwise than delivered, which is little and
            # entered once.
            BrinIndex(
                fields=["created_at", "handed_over_at"], autosummarize=True, name="archive_by_day"
            ),
            models.Index(
                fields=["state", "-id"],
                condition=Q(state__in=sorted(ENDED_OTHERWISE)),
                name="archive_by_state",
            ),
            models.Index(
                fields=["reason", "-id"],
                condition=Q(state__in=sorted(ENDED_OTHERWISE)),
                name="archive_by_reason",
            ),
            # Emergency stop: what left today without a run. The reminders are found by their runs.
            models.Index(
                fields=["handed_over_at"],
                condition=Q(run=None, handed_over_at__isnull=False),
                name="answers_by_hand_over",
            ),
        ]
        triggers = TRIGGERS

    def __str__(self) -> str:
        return f"#{self.pk}"
