"""What a file changed of what was known: a bundle of rows, before and after, ciphertext masked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly
from accounts.models.chained import Chained, OfItsTransaction, chain_index
from accounts.models.intake import ImportFile


class ImportTrail(Chained):
    """Up to some hundred rows of one table that one file changed: `changes` holds, by id, each
    changed column as [before, after]; before is null where the row came with the file. A row of its
    own for each in the audit trail would double the time of an import."""

    chain_erasable = ("changes",)
    chain_moment = "at"

    import_file = models.ForeignKey(
        ImportFile, verbose_name=_("import"), on_delete=models.PROTECT, related_name="trail"
    )
    table = models.CharField(_("table"), max_length=63)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    ids = ArrayField(models.BigIntegerField())
    changes = models.JSONField(_("changes"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("what a file changed")
        verbose_name_plural = _("what files changed")
        indexes = [
            chain_index("import_trail_by_transaction"),
            # What files changed of one row.
            models.Index(fields=["table", "last_id", "first_id"], name="import_trail_of_a_row"),
        ]
        triggers = [AppendOnly(), OfItsTransaction()]

    def __str__(self) -> str:
        return f"{self.import_file_id} {self.table}"
