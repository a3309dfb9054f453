"""The bare address: a lender's short one leads customers to their pages, ours staff to theirs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from config.http.hosts import host_of, lender_of


def home(_request: HttpRequest) -> HttpResponse:
    return redirect("admin:index")


def customers_home(request: HttpRequest) -> HttpResponse:
    """Customers type the address that stands in a text, without any path."""
    lender = lender_of(host_of(request))
    if lender is None:
        raise Http404
    return redirect("customer:check", lender)
