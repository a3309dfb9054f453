"""A list as somebody wants to see it again: its filters, order and columns under a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """`list_name`: the URL name of the list. `query`: what stands behind its address; no personal
    value is ever in an address, so none is in here."""

    list_name = models.CharField(max_length=80)
    title = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.CASCADE, related_name="+"
    )
    is_shared = models.BooleanField(_("colleagues see it too"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["list_name", "owner", "title"], name="a_person_s_views_have_names"
            )
        ]
        indexes = [models.Index(fields=["list_name", "title"], name="saved_views_of_a_list")]

    def __str__(self) -> str:
        return self.title
