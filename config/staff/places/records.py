"""Records, and the staff."""

from django.utils.translation import gettext_lazy as _

from config.staff.places.kinds import Group, Place

RECORDS = Group(
    _("Records and staff"),
    (
        Place(
            "setting_up",
            _("Set-up and health"),
            _("What is missing until texts arrive, and whether all works"),
            "checklist_rtl",
            "accounts.view_lender",
        ),
        Place(
            "retention",
            _("Retention"),
            _("How long each kind of record is kept"),
            "auto_delete",
            "accounts.view_retentionrule",
        ),
        Place(
            "new_numbers",
            _("New numbers"),
            _("Numbers customers told us, typed again by a second person"),
            "contact_phone",
            "accounts.view_newnumber",
        ),
        Place(
            "erasures",
            _("Erasure of persons"),
            _("Requests to erase, decided by a second person"),
            "person_off",
            "accounts.view_erasurerequest",
        ),
        Place(
            "legal_holds",
            _("Legal holds"),
            _("What must not be erased while a case lasts"),
            "gavel",
            "accounts.view_legalhold",
        ),
        Place(
            "accounts_user_changelist",
            _("Staff"),
            _("Logins, roles and lenders"),
            "badge",
            "accounts.view_user",
        ),
        Place(
            "staff_requests",
            _("Requests about people"),
            _("New roles and passwords, decided by a second person"),
            "how_to_reg",
            "accounts.view_staffrequest",
        ),
        Place(
            "staff_numbers",
            _("Colleagues’ telephones"),
            _("Numbers to try texts on, confirmed by a second person"),
            "phone_android",
            "accounts.view_staffnumber",
        ),
        Place(
            "api_keys",
            _("API keys"),
            _("Which systems call, what they may do, and revoking it"),
            "key",
            "accounts.view_apikey",
        ),
        Place(
            "events",
            _("Events for lenders' systems"),
            _("Where they are told what happened, and what did not arrive"),
            "webhook",
            "accounts.view_eventdestination",
        ),
        Place(
            "training",
            _("Training"),
            _("Who may approve and release, until when"),
            "school",
            "accounts.view_trainingrecord",
        ),
    ),
)
