"""What proves that the rules were kept."""

from django.utils.translation import gettext_lazy as _

from config.staff.places.kinds import Group, Place

OVERSIGHT = Group(
    _("Oversight"),
    (
        Place(
            "reports",
            _("Compliance report"),
            _("Any period proven from its rows, printed or sent regularly"),
            "verified",
            "messaging.view_compliancereport",
        ),
        Place(
            "trail",
            _("Audit trail"),
            _("Who did what, when and why"),
            "history",
            "accounts.view_auditentry",
        ),
        Place(
            "sealed_chain",
            _("Sealed chain"),
            _("Proof that no record was changed afterwards"),
            "link",
            "accounts.view_chainlink",
        ),
        Place(
            "watched",
            _("For the auditor"),
            _("Unusual looks and exports, to be judged"),
            "policy_alert",
            "accounts.view_watched",
        ),
        Place(
            "accounts_reveal_changelist",
            _("Reveals"),
            _("Who looked at a number in full, and why"),
            "visibility",
            "accounts.view_reveal",
        ),
        Place(
            "accounts_signinattempt_changelist",
            _("Sign-ins"),
            _("Attempts to sign in, from where"),
            "login",
            "accounts.view_signinattempt",
        ),
        Place(
            "incidents",
            _("Incidents"),
            _("Faults of the installation, and what to do"),
            "error",
            "config.view_incident",
        ),
    ),
)
