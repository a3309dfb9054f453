"""What came of it."""

from django.utils.translation import gettext_lazy as _

from config.staff.places.kinds import Group, Place

FIGURES = Group(
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
)
