"""Why a piece was chosen, in words."""

from django.utils.translation import gettext_lazy as _

from messaging.policy import education_topics as topics

WHY = {
    topics.OFTEN_LATE: _("often pays late"),
    topics.DUE_SOON: _("a due date comes, and payments were not always on time"),
    topics.SHORT_OF_MONEY: _("is or was short of money"),
    topics.SEVERAL_LOANS: _("has several loans"),
    topics.SOMETIMES_LATE: _("has sometimes paid late"),
    topics.NEW: _("is new to repaying"),
    topics.IN_TURN: _("next in turn"),
}
