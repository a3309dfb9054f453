"""What one does today."""

from django.utils.translation import gettext_lazy as _

from config.staff.places.kinds import Group, Place

TODAY = Group(
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
            "second_person",
            _("Waiting for a second person"),
            _("What one person asked for and another has to look at"),
            "group_add",
            "",
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
            _("Texts of any day, searched; samples drawn at random"),
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
)
