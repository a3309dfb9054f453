"""The bare address: a lender's short one leads customers to their pages, ours staff to theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import Lender


def home(request: HttpRequest) -> HttpResponse:
    """Customers type the address that stands in a text, without any path."""
    host = request.get_host().partition(":")[0].lower()
    lender = Lender.objects.filter(check_host=host).exclude(check_host="").first()
    if lender is None:
        return redirect("admin:index")
    return redirect("customer:check", lender.code)
