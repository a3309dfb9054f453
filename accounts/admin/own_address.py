"""A person changes the address that links to their password go to: the password is asked for."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminPasswordWidget

from accounts.admin.pages import needs, render, staff
from accounts.admin.waiting import waiting
from accounts.models import SignInAttempt, User
from accounts.signin import notices
from accounts.signin.password_step import confirm_password
from config import clock


class OwnAddressForm(forms.Form):
    """Wrong passwords are counted like tries at the door."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=UnfoldAdminEmailInputWidget()
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=4096,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=typed).exclude(pk=self.person.pk).exists():
            raise forms.ValidationError(_("Another login has this address."))
        return typed

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        now, step = clock.now(), SignInAttempt.Step.CHANGE
        tried = confirm_password(self.request, self.person, typed, step=step, now=now)
        if tried.wait_until is not None:
            raise forms.ValidationError(waiting(tried.wait_until, now))
        if tried.user is None:
            raise forms.ValidationError(_("This is not your password."))
        return typed


@needs()
def own_address(request: HttpRequest) -> HttpResponse:
    """Both addresses are told, so that whoever sits at another's desk is noticed."""
    person = staff(request)
    form = OwnAddressForm(
        request.POST or None, request=request, person=person, initial={"email": person.email}
    )
    if request.method == "POST" and form.is_valid():
        before, person.email = person.email, form.cleaned_data["email"]
        person.save(update_fields=["email"])
        notices.tell(person, notices.Event.ADDRESS)
        if before and before != person.email:
            with suppress(OSError):
                notices.mail(person, notices.Event.ADDRESS, to=before)
        messages.success(request, _("Your e-mail address is changed."))
        return HttpResponseRedirect(reverse("admin:my_login"))
    return render(request, "accounts/own_address.html", title=_("My e-mail address"), form=form)
