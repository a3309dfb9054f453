"""Two logins in one browser, one soon after the other: the auditor is told."""

from datetime import timedelta

import pytest
from django.conf import LazySettings

from accounts.models import StaffSession, User, Watched
from tests.make_sign_in import Clock, browser, comes_in, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(settings: LazySettings, chen: User) -> User:
    settings.SANDBOX = False
    settings.SECURE_SSL_REDIRECT = False
    return person("wang", "supervisor")


def test_one_person_with_two_logins_is_seen(clock: Clock, chen: User, wang: User) -> None:
    own = browser()
    assert comes_in(own)
    assert comes_in(own)
    assert comes_in(browser(), login="wang")
    assert not Watched.objects.exists(), "a login of one's own browser is nobody's matter"
    assert comes_in(own, login="wang")
    matter = Watched.objects.get()
    assert (matter.kind, matter.user, matter.count) == ("one_browser", wang, 1)


def test_a_desk_that_is_shared_by_shifts_is_nobodys_matter(
    clock: Clock, chen: User, wang: User
) -> None:
    shared = browser()
    assert comes_in(shared)
    long_ago = StaffSession.objects.get().seen_at - timedelta(minutes=31)
    StaffSession.objects.update(seen_at=long_ago)
    assert comes_in(shared, login="wang")
    assert not Watched.objects.exists()
