"""Addresses of the doors, under /gateways/. With or without a slash at the end.

A provider that does not sign its calls has a token in the address (gateways/door_token.py).
"""

from django.urls import re_path

from messaging.inbound.webhooks import views as doors

_CODE, _TOKEN = r"(?P<code>[-\w]+)", r"(?P<token>[-\w]{1,200})"

urlpatterns = [
    re_path(rf"^{_CODE}/receipts/?$", doors.receipts, name="door_receipts"),
    re_path(rf"^{_CODE}/replies/?$", doors.replies, name="door_replies"),
    re_path(rf"^{_CODE}/{_TOKEN}/receipts/?$", doors.receipts, name="door_receipts_by_token"),
    re_path(rf"^{_CODE}/{_TOKEN}/replies/?$", doors.replies, name="door_replies_by_token"),
]
