"""Texts, and what they are made of."""

from django.utils.translation import gettext_lazy as _

from config.staff.places.kinds import Group, Place

CONTENT = Group(
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
)
