"""Where everything is found on a host for customers: their pages, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from config.home import customers_home

urlpatterns = [
    path("", customers_home),
    path("c/", include("feedback.pages.urls")),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "customer/lost.html", status=404)


def handler500(request: HttpRequest) -> HttpResponse:
    return render(request, "customer/broken.html", status=500)
