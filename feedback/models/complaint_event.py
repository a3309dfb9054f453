"""A complaint's timeline."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.rotating import WrittenOnce
from accounts.models.sealed import EncryptedTextField, SealedModel
from feedback.models.complaint import Complaint


class ComplaintEvent(SealedModel):
    """One entry of a complaint's timeline."""

    LETTER_ASKED = "letter_asked"
    """Who typed an answer asks a colleague to send the letter with it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("what"), max_length=30)
    note = EncryptedTextField(purpose="complaint_event.note", null=True)

    class Meta:
        verbose_name = _("complaint event")
        verbose_name_plural = _("complaint events")
        indexes = [
            models.Index(fields=["complaint", "at"], name="timeline_of_a_complaint"),
            # Answers that wait for somebody to send them (the page of all that waits).
            models.Index(fields=["at"], condition=Q(what="letter_asked"), name="letters_asked_for"),
        ]
        triggers = [WrittenOnce("note_enc")]
