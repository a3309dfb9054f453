"""Asking for a person's power and deciding on it, by the screens."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import StaffRequest, User
from accounts.signin import passwords
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at_now")]


def desk(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


@pytest.fixture
def two() -> tuple[User, User]:
    return make.staff("administrator"), make.staff("administrator")


def test_a_colleague_comes_with_a_role_and_a_password_of_their_own(two: tuple[User, User]) -> None:
    asks, decides = (desk(person) for person in two)
    typed = {"username": "chen", "display_name": "陈", "email": ""}
    asks.post(reverse("admin:accounts_user_add"), typed)
    chen = User.objects.get(username="chen")
    assert not chen.has_usable_password()
    assert not chen.groups.exists()
    page = reverse("admin:staff_ask", args=[chen.pk])
    asks.post(page, {"kind": "role", "role": "collector", "why": "new"})
    shown = asks.post(page, {"kind": "password", "why": "new"}).content.decode()
    code = re.search(r'hc-code">([A-Z2-9-]{14})<', shown)
    assert code is not None
    for row in StaffRequest.objects.filter(subject=chen, state="asked").order_by("kind"):
        shown = decides.get(reverse("admin:staff_requests")).content.decode()
        url = reverse("admin:staff_decide", args=[row.pk, "approve"])
        assert url in shown
        assert url not in asks.get(reverse("admin:staff_requests")).content.decode()
        answer = decides.post(url)
        if row.kind == "password":
            link = re.search(
                r"http://testserver(/staff/set-password/\S+?)<", answer.content.decode()
            )
            assert link is not None
            opened = Client().get(link[1], follow=True)
            form = {"new_password1": "a long way home", "new_password2": "a long way home"}
            form["code"] = code[1].lower()
            Client.post(opened.client, opened.request["PATH_INFO"], form)
            assert (
                "too old" in Client(headers={"accept-language": "en"}).get(link[1]).content.decode()
            )
    chen.refresh_from_db()
    assert chen.check_password("a long way home")
    assert [group.name for group in chen.groups.all()] == ["collector"]


def test_all_a_colleague_needs_is_asked_in_one_form_and_approved_in_one_press(
    two: tuple[User, User],
) -> None:
    asks, decides = (desk(person) for person in two)
    typed = {"username": "li", "display_name": "李", "email": "li@house.example"}
    added = asks.post(reverse("admin:accounts_user_add"), typed)
    li = User.objects.get(username="li")
    form = asks.get(added.headers["Location"]).context["form"]
    assert form.initial["kind"] == ["role", "lender", "password"]
    said = {"kind": form.initial["kind"], "role": "supervisor", "lender": "", "why": "new"}
    assert asks.post(added.headers["Location"], said).status_code == 200
    assert not li.requests.exists()
    asks.post(added.headers["Location"], {**said, "lender": "all"})
    assert set(li.requests.values_list("kind", flat=True)) == {"role", "lender", "password"}
    shown = decides.get(reverse("admin:staff_requests")).content.decode()
    (every,) = re.findall(r'action="([^"]+approve_all/)"', shown)
    assert "approve_all" not in asks.get(reverse("admin:staff_requests")).content.decode()
    read = {"seen": re.findall(r'name="seen" value="(\d+)"', shown)}
    asks.post(every, read)
    assert not li.groups.exists()
    decides.post(every, read)
    assert set(li.requests.values_list("state", flat=True)) == {"approved"}
    assert [group.name for group in li.groups.all()] == ["supervisor"]


def test_approving_all_is_approving_what_was_read_and_nothing_asked_since(
    two: tuple[User, User],
) -> None:
    asks, decides = (desk(person) for person in two)
    li = User.objects.create(username="li", display_name="李", is_staff=True, email="li@x.example")
    ask = reverse("admin:staff_ask", args=[li.pk])
    asks.post(ask, {"kind": ["role", "password"], "role": "auditor", "why": "new"})
    shown = decides.get(reverse("admin:staff_requests")).content.decode()
    (every,) = re.findall(r'action="([^"]+approve_all/)"', shown)
    asks.post(ask, {"kind": ["lender"], "lender": "all", "why": "while they read"})
    decides.post(every, {"seen": re.findall(r'name="seen" value="(\d+)"', shown)})
    assert set(li.requests.values_list("state", flat=True)) == {"asked"}


def test_the_page_of_a_new_password_says_whose_and_by_which_rules(two: tuple[User, User]) -> None:
    client = Client(headers={"accept-language": "en"})
    opened = client.get(passwords.link(two[0]), follow=True)
    shown = opened.content.decode()
    assert two[0].username in shown
    assert "at least 12 characters" in shown
    new = {"new_password1": "a long way home", "new_password2": "a long way home"}
    after = client.post(opened.request["PATH_INFO"], new, follow=True)
    assert "Your password is set" in after.content.decode()


def test_a_browser_may_say_where_the_new_password_comes_from(two: tuple[User, User]) -> None:
    """Told to send no referrer it says `Origin: null` too, and the post is refused."""
    page = Client().get(passwords.link(two[0]), follow=True)
    assert 'name="new_password1"' in page.content.decode()
    assert "no-referrer" not in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"


def test_nobody_types_anothers_password(two: tuple[User, User]) -> None:
    client = desk(two[0])
    change = reverse("admin:accounts_user_change", args=[two[1].pk])
    page = client.get(change).content.decode()
    assert "password1" not in page
    assert 'name="groups"' not in page
    assert client.get(f"{change.removesuffix('change/')}password/").status_code == 403


def test_a_role_is_taken_away_by_one(two: tuple[User, User]) -> None:
    boss = make.staff("supervisor")
    url = reverse("admin:staff_take_role", args=[boss.pk])
    desk(make.staff("supervisor")).post(url, {"role": "supervisor"})
    assert boss.groups.exists()
    desk(two[0]).post(url, {"role": "supervisor"})
    assert not boss.groups.exists()


def test_bad_input_is_told_and_nothing_is_asked(two: tuple[User, User]) -> None:
    page = reverse("admin:staff_ask", args=[make.staff("agent").pk])
    for typed in (
        {"kind": "role", "why": "x"},
        {"kind": "role", "role": "king", "why": "x"},
        {"kind": "training", "why": "x"},
        {"kind": "password", "why": ""},
        {"kind": "password", "why": "x" * 201},
    ):
        assert desk(two[0]).post(page, typed).status_code == 200
    assert not StaffRequest.objects.filter(state="asked").exists()
    assert desk(two[0]).post("/staff/people/requests/1/steal/").status_code == 404


def test_the_first_administrators_are_made_by_a_command_once() -> None:
    out = StringIO()
    call_command("first_administrators", "an", "bo", stdout=out)
    links = re.findall(r"(\w+): \S*(/staff/set-password/\S+)", out.getvalue())
    assert [name for name, _link in links] == ["an", "bo"]
    assert Client().get(links[0][1], follow=True).status_code == 200
    with pytest.raises(CommandError, match="There are administrators already"):
        call_command("first_administrators", "cy", "di", stdout=out)
    with pytest.raises(CommandError, match="Two people"):
        call_command("first_administrators", "ed", "ed", stdout=out)
    assert not User.objects.filter(username="cy").exists()


def test_who_decides_reads_where_the_link_goes_and_what_a_course_gives(
    two: tuple[User, User],
) -> None:
    """(A login one made oneself, with an address of one's own, is no second person.)"""
    asks, decides = (desk(person) for person in two)
    typed = {"username": "wang", "display_name": "王", "email": "asks@home.example"}
    asks.post(reverse("admin:accounts_user_add"), typed)
    wang = User.objects.get(username="wang")
    asks.post(reverse("admin:staff_ask", args=[wang.pk]), {"kind": "password", "why": "new"})
    shown = decides.get(reverse("admin:staff_requests")).content.decode()
    assert "asks@home.example" in shown
    page = reverse("admin:accounts_user_change", args=[wang.pk])
    assert 'name="email"' not in asks.get(page).content.decode()
    twin = asks.post(reverse("admin:accounts_user_add"), typed | {"username": "li"})
    assert "asks@home.example" in twin.content.decode()
    assert not User.objects.filter(username="li").exists()
