"""Second factors and the house's own provider are said by settings that refuse nonsense."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.staff import signing_in


def test_every_role_needs_a_second_factor_unless_fewer_are_named() -> None:
    assert signing_in.second_factor_roles({}, sandbox=False) == ("all",)
    assert signing_in.second_factor_roles({}, sandbox=True) == ()
    said = {"HUANCUI_SECOND_FACTOR": "administrator, supervisor"}
    assert signing_in.second_factor_roles(said, sandbox=False) == ("administrator", "supervisor")


@pytest.mark.parametrize("said", ["", "agent", "administrator", "supervisor,auditor", "boss"])
def test_production_does_not_do_without_where_power_is(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_SECOND_FACTOR"):
        signing_in.second_factor_roles({"HUANCUI_SECOND_FACTOR": said}, sandbox=False)


PROVIDER = {
    "HUANCUI_OIDC_ISSUER": "https://login.example/",
    "HUANCUI_OIDC_CLIENT_ID": "huancui",
    "HUANCUI_OIDC_CLIENT_SECRET": "secret",
}


def test_a_provider_is_named_whole_or_not_at_all() -> None:
    assert signing_in.oidc({}, sandbox=False) is None
    assert signing_in.oidc(PROVIDER, sandbox=False) == signing_in.Oidc(
        "https://login.example", "huancui", "secret", "preferred_username", False
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUANCUI_OIDC_ISSUER", "http://login.example"),
        ("HUANCUI_OIDC_CLIENT_ID", ""),
        ("HUANCUI_OIDC_CLIENT_SECRET", ""),
        ("HUANCUI_OIDC_CLAIM", "email"),
        ("HUANCUI_OIDC_SECOND_FACTOR", "none"),
    ],
)
def test_what_is_wrong_about_a_provider_is_named(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        signing_in.oidc({**PROVIDER, name: value}, sandbox=False)
