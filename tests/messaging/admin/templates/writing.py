"""A collector at the editor of a draft."""

from typing import Any

from django.test import Client
from django.urls import reverse

from messaging.models import TemplateVersion
from tests import make_messaging

GOOD = make_messaging.BODY + "祝好。"


def _sign_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _edit(version: TemplateVersion) -> str:
    return reverse("admin:template_editor", args=[version.pk])


def _post(client: Client, version: TemplateVersion, **more: Any) -> Any:
    form = {
        "body": GOOD,
        "note": "更温和",
        "seen_edited_at": version.edited_at.isoformat(),
        "act": "save",
        **more,
    }
    return client.post(_edit(version), form)
