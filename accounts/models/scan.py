"""What is known of a file that somebody brought in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scan(models.TextChoices):
    """WAITING: nobody has looked yet, and nobody opens it. UNSCANNED: this installation has no
    virus scanner (HUANCUI_CLAMD=none), and says so beside the file."""

    WAITING = "waiting", _("waits for the virus scanner")
    CLEAN = "clean", _("scanned for viruses")
    UNSCANNED = "none", _("not scanned: there is no virus scanner")
    INFECTED = "infected", _("a virus was found")
