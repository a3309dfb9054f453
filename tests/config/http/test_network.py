"""Where calls come from and may go to is said by settings that refuse what cannot be."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.http import network


def test_links_to_staff_begin_with_their_host() -> None:
    hosts = ["desk.example", "other.example"]
    assert network.staff_url({}, sandbox=False, hosts=hosts) == "https://desk.example"
    assert network.staff_url({"PORT": "8080"}, sandbox=True, hosts=["localhost"]) == (
        "http://localhost:8080"
    )
    said = {"HUANCUI_STAFF_URL": "https://huancui.example/"}
    assert network.staff_url(said, sandbox=False, hosts=hosts) == "https://huancui.example"


def test_production_calls_no_host_that_is_not_named() -> None:
    assert network.outgoing_hosts({}, sandbox=True) is None
    assert network.outgoing_hosts({}, sandbox=False) == frozenset()
    said = {
        "HUANCUI_OUTGOING_HOSTS": "SMS.example.com., 10.0.0.7",
        "HUANCUI_ALARM_WEBHOOK": "https://pager.example/x",
    }
    found = network.outgoing_hosts(said, sandbox=False)
    assert found == {"sms.example.com", "10.0.0.7", "pager.example"}


@pytest.mark.parametrize("said", ["https://sms.example.com", "*.example.com", "a/b"])
def test_what_is_no_host_to_call_is_named(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_OUTGOING_HOSTS"):
        network.outgoing_hosts({"HUANCUI_OUTGOING_HOSTS": said}, sandbox=False)


def test_networks_that_are_not_public_are_named_by_the_environment_alone() -> None:
    assert network.outgoing_networks({}, sandbox=False) == ()
    said = {"HUANCUI_OUTGOING_NETWORKS": "127.0.0.1/32, 10.20.0.0/16"}
    found = network.outgoing_networks(said, sandbox=False)
    assert [str(each) for each in found] == ["127.0.0.1/32", "10.20.0.0/16"]
    with pytest.raises(ImproperlyConfigured, match=r"write networks as 10\.20\.0\.0/16"):
        network.outgoing_networks({"HUANCUI_OUTGOING_NETWORKS": "10.0.0.7/8"}, sandbox=False)


def test_hosts_are_names_whatever_blanks_stand_around_them() -> None:
    assert network.hosts({"HUANCUI_HOSTS": "Desk.example, [::1] ,.ahxf.example,"}) == [
        *("desk.example", "[::1]", ".ahxf.example")
    ]
    for said in ("https://desk.example/", "desk.example:8443", "desk.example/staff"):
        with pytest.raises(ImproperlyConfigured, match="host names only"):
            network.hosts({"HUANCUI_HOSTS": said})
    with pytest.raises(ImproperlyConfigured, match=r"HUANCUI_STAFF_URL is 'desk\.example'"):
        network.staff_url(
            {"HUANCUI_STAFF_URL": "desk.example"}, sandbox=False, hosts=["desk.example"]
        )
