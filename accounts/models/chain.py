"""The sealed chain itself: its links, the rows of each, the sealer's pulse, verifications."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly


class ChainLink(models.Model):
    """One link: its header as text (accounts.chain.links), the header's hash and the signature."""

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("sealed at"))
    header = models.TextField()
    head = models.BinaryField(_("head"), unique=True, editable=False)
    signature = models.BinaryField(editable=False)
    key = models.CharField(_("key"), max_length=5)
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("link of the chain")
        verbose_name_plural = _("sealed chain")
        permissions = [
            ("verify_chain", "Can verify the sealed chain"),
            ("export_evidence", "Can take an evidence pack"),
        ]
        triggers = [AppendOnly()]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def hex(self) -> str:
        """Its head, to be read and compared."""
        return bytes(self.head).hex()


class ChainPart(models.Model):
    """The rows of one table in a link: their ids in the order of the leaves; per row 32 bytes of
    hash, 2 bytes a column by which a changed one is named, and 16 of salt where a column can be
    erased."""

    link = models.ForeignKey(ChainLink, on_delete=models.PROTECT, related_name="parts")
    table = models.CharField(max_length=63)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    ids = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()
    tags = models.BinaryField()
    salts = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "table"], name="a_table_once_in_a_link")
        ]
        indexes = [
            # The link of one row, and what of a stretch of ids is sealed.
            models.Index(fields=["table", "last_id", "first_id"], name="links_of_a_row")
        ]
        triggers = [AppendOnly(erasable=("salts",))]

    def __str__(self) -> str:
        return f"{self.link_id} {self.table}"


class ChainPulse(models.Model):
    """The sealer's sign of life: one row, written after every round by the database's clock."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain_pulse")]


class ChainCheck(models.Model):
    """One verification: how far it is, and what it found."""

    begun_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    links = models.BigIntegerField(_("links"), default=0)
    of_links = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(_("rows"), default=0)
    found = models.PositiveIntegerField(_("findings"), default=0)
    findings = models.JSONField(default=list)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("verification of the chain")
        verbose_name_plural = _("verifications of the chain")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def holds(self) -> bool:
        """It came to its end and found nothing."""
        return self.ended_at is not None and not self.found and not self.error
