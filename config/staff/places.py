"""Every page of the staff site that somebody may want to go to, by group, and what it is for.

A place is offered to whoever may open it. Each role's day is a few of them (config.staff.days); all
stand on one page (config.staff.all_pages) and are found by typing (config.staff.finding).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Place(NamedTuple):
    """`name`: of its URL, without "admin:". `told`: what one does there, in a few words."""

    name: str
    title: Any
    told: Any
    icon: str
    permission: str


class Group(NamedTuple):
    title: Any
    places: tuple[Place, ...]


GROUPS = (
    Group(
        _("Today"),
        (
            Place(
                "morning",
                _("This morning"),
                _("What needs you, and how yesterday went"),
                "wb_twilight",
                "messaging.view_run",
            ),
            Place(
                "run_today",
                _("Today's run"),
                _("Who gets a text today: look at it, release it, stop it"),
                "today",
                "messaging.view_run",
            ),
            Place(
                "messaging_message_changelist",
                _("Messages"),
                _("Every text and what became of it"),
                "sms",
                "messaging.view_message",
            ),
            Place(
                "archive",
                _("Archive"),
                _("Texts, replies and acts of any day, searched"),
                "inventory_2",
                "messaging.view_message",
            ),
            Place(
                "inbox",
                _("Inbox"),
                _("Replies of customers, the urgent ones first"),
                "inbox",
                "feedback.view_conversation",
            ),
            Place(
                "desk",
                _("Service desk"),
                _("What waits, how fast it is answered and by whom, and how well"),
                "monitoring",
                "feedback.assign_conversation",
            ),
            Place(
                "feedback_conversation_changelist",
                _("Conversations by the dozen"),
                _("The inbox as a list: filter it, and act on many at once"),
                "checklist",
                "feedback.view_conversation",
            ),
            Place(
                "checklists",
                _("Checklists"),
                _("What is gone through with a complaint, distress, hardship and the like"),
                "rule",
                "feedback.view_conversation",
            ),
            Place(
                "alarms",
                _("Alarms"),
                _("Distress and other matters that may not wait"),
                "notifications_active",
                "feedback.view_alarm",
            ),
            Place(
                "call_list",
                _("Call list"),
                _("Whom to call, with number, script and outcome"),
                "call",
                "feedback.view_calltask",
            ),
            Place(
                "feedback_complaint_changelist",
                _("Complaints"),
                _("Logged, answered and closed in time"),
                "feedback",
                "feedback.view_complaint",
            ),
            Place(
                "promises",
                _("Promises to pay"),
                _("What customers said they will pay, and when"),
                "handshake",
                "feedback.view_promise",
            ),
            Place(
                "hardships",
                _("Hardship"),
                _("Requests for help, what was agreed, when it ends"),
                "volunteer_activism",
                "feedback.view_hardshipcase",
            ),
            Place(
                "late_payments",
                _("Messages after payment"),
                _("Texts that left although the money had come"),
                "history_toggle_off",
                "feedback.view_unduemessage",
            ),
            Place(
                "stops",
                _("Emergency stop"),
                _("Stop everything, a lender, a gateway or one text"),
                "stop_circle",
                "messaging.view_stop",
            ),
            Place(
                "handset",
                _("Handset"),
                _("The sandbox's telephone: read texts and answer them"),
                "smartphone",
                "messaging.use_handset",
            ),
        ),
    ),
    Group(
        _("Content"),
        (
            Place(
                "messaging_template_changelist",
                _("Templates"),
                _("The texts: write, preview, compare"),
                "edit_note",
                "messaging.view_template",
            ),
            Place(
                "text_results",
                _("Results by text"),
                _("What each text did: sent, cost, replies, complaints, effect"),
                "insights",
                "feedback.view_effectsum",
            ),
            Place(
                "messaging_campaign_changelist",
                _("Campaigns"),
                _("Texts for some days, in one request"),
                "campaign",
                "messaging.view_campaign",
            ),
            Place(
                "education",
                _("Useful knowledge"),
                _("Words between reminders: what goes when, to how many"),
                "school",
                "messaging.view_run",
            ),
            Place(
                "messaging_templateversion_changelist",
                _("Versions of texts"),
                _("All drafts and versions; hand in many drafts at once"),
                "history_edu",
                "messaging.view_templateversion",
            ),
            Place(
                "approval_queue",
                _("Approvals"),
                _("What waits for a second person, and what you handed in"),
                "rule",
                "messaging.view_templateversion",
            ),
            Place(
                "messaging_strategy_changelist",
                _("Strategies"),
                _("Which text goes to whom, by stage and tone"),
                "account_tree",
                "messaging.view_strategy",
            ),
            Place(
                "rehearsal",
                _("Rehearsal"),
                _("All that waits for approval, tried on today's customers"),
                "theater_comedy",
                "messaging.approve_strategy",
            ),
            Place(
                "messaging_segment_changelist",
                _("Customer segments"),
                _("Groups of customers, by what is known of them"),
                "group_work",
                "messaging.view_segment",
            ),
            Place(
                "feedback_lettertemplate_changelist",
                _("Letter templates"),
                _("Answers to complaints, as letters"),
                "mail",
                "feedback.view_lettertemplate",
            ),
            Place(
                "lender_wordings",
                _("Lenders' wordings"),
                _("What texts say of a lender: hotline, ways to pay"),
                "badge",
                "messaging.view_lenderwording",
            ),
            Place(
                "wording_list",
                _("Wording list"),
                _("Words that no text may hold, or hold with care"),
                "spellcheck",
                "messaging.view_wordinglistversion",
            ),
        ),
    ),
    Group(
        _("People and loans"),
        (
            Place(
                "accounts_customer_changelist",
                _("Customers"),
                _("One page a customer: loans, contacts, holds, history"),
                "group",
                "accounts.view_customer",
            ),
            Place(
                "accounts_loan_changelist",
                _("Loans"),
                _("As the core system last told them"),
                "account_balance",
                "accounts.view_loan",
            ),
            Place(
                "accounts_hold_changelist",
                _("Hold ledger"),
                _("Why somebody is not contacted, and until when"),
                "front_hand",
                "accounts.view_hold",
            ),
            Place(
                "loan_moves",
                _("Loans under another number"),
                _("The same person under two customer numbers"),
                "swap_horiz",
                "accounts.view_loanmove",
            ),
            Place(
                "messaging_suppression_changelist",
                _("Suppressions"),
                _("Numbers that get no more texts"),
                "block",
                "messaging.view_suppression",
            ),
            Place(
                "accounts_importfile_changelist",
                _("Imports"),
                _("Files of loans and repayments, checked before they count"),
                "upload_file",
                "accounts.view_importfile",
            ),
        ),
    ),
    Group(
        _("Rules"),
        (
            Place(
                "messaging_policyversion_changelist",
                _("Policies"),
                _("Hours, limits and periods, each with its source"),
                "policy",
                "messaging.view_policyversion",
            ),
            Place(
                "work_calendar",
                _("Work calendar"),
                _("Holidays and working days of a year"),
                "calendar_month",
                "messaging.view_calendaryear",
            ),
            Place(
                "accounts_lender_changelist",
                _("Lenders"),
                _("Name, signature, hotline and products"),
                "domain",
                "accounts.view_lender",
            ),
            Place(
                "messaging_gateway_changelist",
                _("Gateways"),
                _("Providers that carry the texts, and how they fare"),
                "cell_tower",
                "messaging.view_gateway",
            ),
        ),
    ),
    Group(
        _("Figures"),
        (
            Place(
                "effect",
                _("Effect"),
                _("What texts bring in, against who got none"),
                "science",
                "feedback.view_effectsum",
            ),
            Place(
                "sparing",
                _("Fewer texts"),
                _("Whom a text does not move: leave it out"),
                "filter_alt",
                "feedback.view_effectsum",
            ),
            Place(
                "hours",
                _("Hours of the texts"),
                _("When texts are answered and paid on"),
                "schedule",
                "feedback.view_effectsum",
            ),
            Place(
                "messaging_trial_changelist",
                _("Trials"),
                _("Two texts tried against each other"),
                "experiment",
                "messaging.view_trial",
            ),
            Place(
                "surveys",
                _("Surveys"),
                _("What customers think of the texts and of us"),
                "star_rate",
                "feedback.view_survey",
            ),
            Place(
                "complaint_statistics",
                _("Complaints in figures"),
                _("By kind, cause and month, per thousand texts"),
                "monitoring",
                "feedback.view_complaint",
            ),
        ),
    ),
    Group(
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
    ),
    Group(
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
    ),
)

ACTS = (
    Place(
        "import_upload",
        _("Upload a file"),
        _("Loans or repayments, CSV or XLSX"),
        "upload_file",
        "accounts.add_importfile",
    ),
    Place(
        "messaging_template_add",
        _("Write a new text"),
        _("A draft; it leaves only after a second person's approval"),
        "add_notes",
        "messaging.add_template",
    ),
    Place(
        "starter",
        _("Take over starter texts"),
        _("Ready texts by stage and tone, as drafts"),
        "library_add",
        "messaging.add_template",
    ),
    Place(
        "stop_place",
        _("Stop texts now"),
        _("Says first how many texts it holds back"),
        "stop_circle",
        "messaging.stop_run",
    ),
    Place("help_first", _("Help"), _("How each desk works, step by step"), "help", ""),
    Place(
        "my_login", _("My login"), _("Password, second factor, open sessions"), "account_circle", ""
    ),
)
"""What one does rather than where one goes; found by typing, and no entry of a menu."""


def every() -> Iterator[Place]:
    """All places of the groups."""
    for group in GROUPS:
        yield from group.places


def is_open(place: Place, user: Any) -> bool:
    return not place.permission or bool(user.has_perm(place.permission))
