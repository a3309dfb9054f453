"""A setting that is misspelt is said, not lost."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment, secret_files
from config.setting_names import FREE, NAMES, refuse_unknown
from tests.config.embedded_help import REPOSITORY
from tests.config.test_environment import COMPLETE

FILES = frozenset(secret_files.FROM_FILES)


@pytest.mark.parametrize(
    ("said", "likely"),
    [
        ("HUANCUI_PROXIS", "HUANCUI_PROXIES"),
        ("HUANCUI_ALARM_EMAIL", "HUANCUI_ALARM_EMAILS"),
        ("HUANCUI_FIELD_KEY_FILE", "HUANCUI_FIELD_KEYS"),
    ],
)
def test_one_that_there_is_not_is_refused_with_the_likely_one(said: str, likely: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"{said}; did you mean {likely}\?"):
        refuse_unknown({said: "x"}, FILES)


def test_those_there_are_and_credentials_of_gateways_are_taken() -> None:
    files = {f"{name}_FILE": "/x" for name in FILES}
    own = {
        "HUANCUI_GATEWAY_NORTH": "x",
        "PATH": "x",
        "HUANCUI_REQUIRE_NGINX": "1",
        "HUANCUI_MODE": "production",
    }
    refuse_unknown({**COMPLETE, **files, **own, **dict.fromkeys(NAMES, "x")}, FILES)
    with pytest.raises(ImproperlyConfigured, match=r"no setting HUANCUI_ZZZZZZ\. docs/settings.md"):
        refuse_unknown({"HUANCUI_ZZZZZZ": ""}, FILES)


@pytest.mark.parametrize("page", ["settings.md", "settings.zh-CN.md"])
def test_the_page_of_settings_lists_exactly_those(page: str) -> None:
    rows = [
        line.split("|")[1]
        for line in (REPOSITORY / "docs" / page).read_text().splitlines()
        if line.startswith("| `")
    ]
    listed = {name for row in rows for name in re.findall(r"HUANCUI_[A-Z_]+", row)}
    assert {name for name in listed if not name.startswith(FREE)} | {f"{FREE}FOLDER"} == (
        NAMES | {f"{FREE}FOLDER"}
    )
    assert set(environment.SECRETS) <= NAMES
