"""What the auditor is told of, on every page and on a page of its own."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.disclosure import watching
from accounts.models import Watched
from tests import make

pytestmark = pytest.mark.django_db


def auditor() -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(make.staff("auditor"))
    return client


def test_the_banner_rings_until_somebody_has_looked(now: datetime) -> None:
    watching.tell(Watched.Kind.REVEALS, user=make.staff("agent"), count=30, now=now)
    desk, page = auditor(), reverse("admin:watched")
    assert "1 matter waits" in desk.get(page).content.decode()
    assert desk.get(reverse("admin:watched_banner"), {"seen": "1"}).status_code == 204
    matter = Watched.objects.get()
    done = reverse("admin:watched_seen", args=[matter.pk])
    desk.post(done, {"reason": "x"})
    assert watching.unseen() == 1
    desk.post(done, {"reason": "asked the person, usual work"})
    assert watching.unseen() == 0
    assert "1 matter waits" not in desk.get(page).content.decode()


def test_nobody_settles_what_is_about_them(now: datetime) -> None:
    """Who is agent and auditor is no auditor of the agent."""
    mallory = make.staff("agent", also="auditor")
    watching.tell(Watched.Kind.REVEALS, user=mallory, count=30, now=now)
    desk, matter = Client(), Watched.objects.get()
    desk.force_login(mallory)
    desk.post(reverse("admin:watched_seen", args=[matter.pk]), {"reason": "usual work of mine"})
    assert watching.unseen() == 1
    with pytest.raises(IntegrityError, match="nobody_settles"), transaction.atomic():
        Watched.objects.update(seen_at=now, seen_by=mallory, said="usual work of mine")


def test_others_see_neither(now: datetime) -> None:
    watching.tell(Watched.Kind.SECRETS, user=None, count=200, now=now)
    desk = Client()
    desk.force_login(make.staff("administrator"))
    assert "watched" not in desk.get(reverse("admin:accounts_user_changelist")).content.decode()
