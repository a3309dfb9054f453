"""A member of staff at a screen: opens pages, fills in the forms that are drawn, presses buttons.

Nothing here reaches past the pages: what cannot be done by them cannot be done in these tests.
"""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from messaging.approval import fingerprints
from tests import make


class Hands:
    """One person of one role."""

    def __init__(self, role: str) -> None:
        self.client = Client()
        self.client.cookies["django_language"] = "en"
        self.client.force_login(make.staff(role))

    def see(self, page: str, *args: Any) -> Any:
        answer = self.client.get(reverse(f"admin:{page}", args=args))
        assert answer.status_code == 200, (page, answer.status_code)
        return answer

    def press(self, page: str, *args: Any, **posted: Any) -> Any:
        """Post, follow to the page that answers, and take no refusal."""
        answer = self.client.post(reverse(f"admin:{page}", args=args), posted, follow=True)
        said = [str(message) for message in answer.context["messages"]] if answer.context else []
        assert answer.status_code == 200, (page, answer.status_code, told(answer))
        refused = [m for m in answer.context["messages"] if m.level_tag in ("error", "warning")]
        assert not refused, (page, said)
        return answer

    def fill(self, page: str, *args: Any, **typed: Any) -> Any:
        """The form of an admin page as it is drawn, with some fields typed over."""
        form = self.see(page, *args).context["adminform"].form
        drawn = {
            name: value
            for name in form.fields
            if (value := form.get_initial_for_field(form.fields[name], name)) not in (None, False)
        }
        posted = {**{k: v() if callable(v) else v for k, v in drawn.items()}, **typed}
        answer = self.client.post(reverse(f"admin:{page}", args=args), posted)
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        return answer

    def step(self, version: Any, kind: str, step: str) -> None:
        version.refresh_from_db()
        seen = fingerprints.fingerprint(version)
        self.press("approval_step", kind, version.pk, step=step, seen_hash=seen)
        version.refresh_from_db()

    def upload(self, name: str, data: bytes) -> Any:
        file = SimpleUploadedFile(name, data)
        return self.press("import_upload", kind="loans", file=file)


def told(answer: Any) -> list[str]:
    """What a refused form says."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return [line.strip() for line in text.splitlines() if line.strip()][-40:]
