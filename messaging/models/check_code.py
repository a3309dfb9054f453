"""查询码: what lets a customer ask whether a text is really ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.models.message import Message


class CheckCode(models.Model):
    """The keyed hash of one text's code and of the end of the number it went to.

    The code itself stands only in the text. A message that is claimed again has one more row, and
    only the code of the text that left is known to anybody. A table of its own: a column of the
    message would be rewritten, with its index, at every step of the message.
    """

    code_hash = models.BinaryField(primary_key=True, editable=False)
    # Messages are never deleted, so nothing needs to be checked or found from that side.
    message = models.ForeignKey(
        Message, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        # What is over is found by its age and deleted; the rows of a batch share an entry.
        indexes = [models.Index(fields=["made_at"], name="check_codes_by_age")]
        verbose_name = _("check code")
        verbose_name_plural = _("check codes")
