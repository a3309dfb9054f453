"""The pages on which a person sets a password of their own, by a link that works once."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.waiting import waiting
from accounts.models import StaffRequest
from accounts.people import second_part
from accounts.signin import first_factor, notices, sessions
from accounts.signin.passwords import became_own
from config import clock


class SetPassword(PasswordResetConfirmView):
    """Nobody is signed in by it: the new password is typed at the door. Sessions there were end,
    as they are bound to the password. In this browser the first second factor may be added."""

    template_name = "staff/set_password.html"
    success_url = reverse_lazy("admin:login")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        became_own(form.user)
        first_factor.allow(self.request, form.user, now=clock.machine())
        sessions.end_others(
            form.user, but=None, how=sessions.How.PASSWORD, by=None, now=clock.machine()
        )
        notices.tell(form.user, notices.Event.PASSWORD)
        messages.success(self.request, _("Your password is set. Sign in with it now."))
        return response


class TwoPartsForm(SetPasswordForm):  # type: ignore[type-arg]
    """The code first: whoever has not got it learns nothing else."""

    code = forms.CharField(
        label=gettext_lazy("The code you were given beside this link"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    field_order = ("code", "new_password1", "new_password2")

    def __init__(self, *args: Any, asked: StaffRequest, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked, self._now = asked, now

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        right, until = second_part.try_code(self._asked, code, now=self._now)
        if until is not None:
            raise forms.ValidationError(waiting(until, self._now))
        if not right:
            raise forms.ValidationError(
                _("That is not the code. Whoever asked for the password was shown it.")
            )
        return code


class SetPasswordInTwoParts(SetPassword):
    """For who has no e-mail address: the link of who approved, and the code of who asked."""

    form_class = TwoPartsForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = second_part.asked_for(kwargs["request_id"], clock.now())
        if asked is None:
            raise Http404
        self.asked = asked
        self.token_generator = second_part.Link(asked)
        return super().dispatch(request, *args, **kwargs)

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if user == self.asked.subject else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "asked": self.asked, "now": clock.now()}
