"""Where everything is found on a host for customers: their pages, and nothing else."""

from django.urls import include, path

from config.http.home import customers_home

urlpatterns = [
    path("", customers_home),
    path("c/", include("feedback.pages.urls")),
]

handler400 = "config.http.errors.bad_request"
handler403 = "config.http.errors.forbidden"
handler404 = "config.http.errors.not_found"
handler500 = "config.http.errors.broken"
