"""The sandbox clock's one row; signs of life, and what stood still."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class SandboxClock(models.Model):
    """Offset of the sandbox clock from the machine's. Moves only forward; a reset starts anew.

    `heading_for`: where it was set to and gets to stop by stop; `lived_until`, `heard_until`: how
    far the sandbox's borrowers have got (config.world), empty where nobody lives; `walker_until`:
    by real time, until when one process has them to itself.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField()
    heading_for = models.DateTimeField(null=True)
    lived_until = models.DateTimeField(null=True)
    heard_until = models.DateTimeField(null=True)
    walker_until = models.DateTimeField(null=True)
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_sandbox_clock")]
        triggers = [
            pgtrigger.Trigger(
                name="only_forward",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF NEW."offset" < OLD."offset" THEN
                    RAISE EXCEPTION 'the sandbox clock moves only forward'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            )
        ]


class Pulse(models.Model):
    """When a process of one kind last gave a sign of life, by the database's clock."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()


class Incident(models.Model):
    """Something of the installation stood still, from when until when, and when it was told.

    By real time, also in a sandbox. `about`: which of its kind (a code, an id, a variable).
    """

    class Kind(models.TextChoices):
        BEAT = "beat", _("Beat gives no tasks")
        WORKER = "worker", _("No worker does anything")
        BROKER = "broker", _("The broker takes no tasks")
        FORGETS = "forgets", _("The broker may forget what it was told")
        GATEWAY = "gateway", _("A gateway fails again and again")
        PLANNER = "planner", _("A run of today was not planned")
        IMPORT = "import", _("A file lies, and nobody is at work on it")
        KEYS = "keys", _("A process lacks a key")
        EVENTS = "events", _("A lender's system takes no events")
        DISK = "disk", _("A disk is nearly full")
        TASK = "task", _("A task fails again and again")
        CLOCK = "clock", _("A machine's clock is wrong")
        VERSION = "version", _("A process is older than the tables")
        RECEIPTS = "receipts", _("A gateway reports nothing of what it took")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    about = models.CharField(_("about"), max_length=100, blank=True)
    begun_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))
    told_at = models.DateTimeField(_("told at"), null=True)
    ended_at = models.DateTimeField(_("until"), null=True)
    end_told_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=models.Q(ended_at=None),
                name="an_incident_is_open_once",
            )
        ]

    @property
    def said(self) -> str:
        """What it is, and about what."""
        return f"{self.get_kind_display()}: {self.about}" if self.about else self.get_kind_display()

    @property
    def way_out(self) -> str:
        """What somebody does about it."""
        return str(WAYS_OUT[Incident.Kind(self.kind)])


WAYS_OUT = {
    Incident.Kind.BEAT: _(
        "Start `celery -A config beat`, once. Nothing is sent or planned before."
    ),
    Incident.Kind.WORKER: _("Start `celery -A config worker`. What waits goes on by itself."),
    Incident.Kind.BROKER: _(
        "Start Redis or Valkey, or mend the way there. One that is full needs memory, one that is "
        "read-only is a copy, and one that refuses says why in its log. Nothing is lost."
    ),
    Incident.Kind.FORGETS: _(
        "Set maxmemory-policy to noeviction: else the marks are dropped by which a database put "
        "back from a backup is known, before texts go out twice."
    ),
    Incident.Kind.GATEWAY: _(
        "See the gateway's page for its last error. Texts go by another one, if one takes them."
    ),
    Incident.Kind.PLANNER: _("See the run's page for why, and plan it there."),
    Incident.Kind.IMPORT: _("It is taken up again by itself; if not, see the file's page."),
    Incident.Kind.EVENTS: _(
        "See the page of events for its last answer. What happens waits there for three months."
    ),
    Incident.Kind.KEYS: _(
        "Start every process with the same keys (HUANCUI_FIELD_KEYS and others)."
    ),
    Incident.Kind.DISK: _(
        "Make room there, or give the folder another disk. Uploads and the record of heads stop "
        "when it is full."
    ),
    Incident.Kind.TASK: _(
        "The worker's log on that host says why: a full disk of the database, a lock, a fault of "
        "ours. What the task does waits, and is done once it goes again."
    ),
    Incident.Kind.CLOCK: _(
        "Nothing is sent from that machine until its clock is right: have NTP set it (chrony). If "
        "every machine is named, it is the database's clock that is wrong."
    ),
    Incident.Kind.VERSION: _(
        "Install this version there too, and restart its processes (“On servers”, “A new version”)."
    ),
    Incident.Kind.RECEIPTS: _(
        "Ask the provider whether it reports, and to which address: the gateway's page shows ours. "
        "Its texts count as sent, none is sent again, and nobody knows which arrived."
    ),
}
