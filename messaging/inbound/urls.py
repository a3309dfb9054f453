"""Addresses of the doors, under /gateways/. With or without a slash at the end."""

from django.urls import re_path

from messaging.inbound import doors

urlpatterns = [
    re_path(r"^(?P<code>[-\w]+)/receipts/?$", doors.receipts, name="door_receipts"),
    re_path(r"^(?P<code>[-\w]+)/replies/?$", doors.replies, name="door_replies"),
]
