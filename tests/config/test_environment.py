"""Settings are checked at start; what is unsafe refuses with a sentence that says the way out."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

COMPLETE = {
    **environment.fresh_secrets(),
    "HUANCUI_HOSTS": "desk.example",
    "DATABASE_URL": "postgresql://a@b/c",
    "REDIS_URL": "redis://b",
}


def test_nothing_said_means_sandbox() -> None:
    assert environment.mode({}) == "sandbox"


def test_a_misspelt_mode_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"'prod'.*'production' or 'sandbox'"):
        environment.mode({"HUANCUI_MODE": "prod"})


def test_a_misspelt_team_zone_is_named() -> None:
    assert environment.team_zone({}) == "Asia/Shanghai"
    assert environment.team_zone({"HUANCUI_TEAM_ZONE": "Asia/Taipei"}) == "Asia/Taipei"
    with pytest.raises(ImproperlyConfigured, match=r"'Shanghai'.*no time zone"):
        environment.team_zone({"HUANCUI_TEAM_ZONE": "Shanghai"})


def test_a_complete_production_environment_is_accepted() -> None:
    environment.require_production_secrets(COMPLETE)


def test_all_missing_secrets_are_named_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.require_production_secrets({})
    assert all(name in str(refused.value) for name in environment.SECRETS)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"HUANCUI_DEBUG": "1"}, "HUANCUI_DEBUG"),
        ({"HUANCUI_HOSTS": ""}, "HUANCUI_HOSTS"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"HUANCUI_INDEX_KEY": ""}, "HUANCUI_INDEX_KEY"),
    ],
)
def test_each_unsafe_setting_is_refused_by_name(changes: dict[str, str], named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        environment.require_production_secrets(COMPLETE | changes)
