"""What comes back: complaints first; inbox, hardship, promises and surveys follow."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"
