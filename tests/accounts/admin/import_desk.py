"""Files handed in at the screens of imports, with a worker who does at once what they hand over."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import ImportFile
from tests import make


def staff(role: str) -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(make.staff(role))
    return client


def hand_in(client: Client, data: bytes, *, name: str = "loans.csv", **said: Any) -> Any:
    upload = SimpleUploadedFile(name, data)
    return client.post(
        reverse("admin:import_upload"), {"kind": "loans", "file": upload, **said}, follow=True
    )


def post(client: Client, page: str, import_file: ImportFile, **said: str) -> Any:
    return client.post(reverse(f"admin:{page}", args=[import_file.pk]), said, follow=True)


def text_of(response: Any) -> str:
    return response.content.decode()
