"""Addresses of the webhooks, under /gateways/. With or without a slash at the end.

A provider that does not sign its calls has a token in the address (gateways/webhook_token.py).
"""

from django.urls import re_path

from messaging.inbound.web import views as webhooks

_CODE, _TOKEN = r"(?P<code>[-\w]+)", r"(?P<token>[-\w]{1,200})"

urlpatterns = [
    re_path(rf"^{_CODE}/receipts/?$", webhooks.receipts, name="webhook_receipts"),
    re_path(rf"^{_CODE}/replies/?$", webhooks.replies, name="webhook_replies"),
    re_path(rf"^{_CODE}/devices/?$", webhooks.devices, name="webhook_devices"),
    re_path(rf"^{_CODE}/{_TOKEN}/devices/?$", webhooks.devices, name="webhook_devices_by_token"),
    re_path(rf"^{_CODE}/{_TOKEN}/receipts/?$", webhooks.receipts, name="webhook_receipts_by_token"),
    re_path(rf"^{_CODE}/{_TOKEN}/replies/?$", webhooks.replies, name="webhook_replies_by_token"),
]
