"""Time enough: a small frame on every form that says when the page closes, and keeps it open.

It asks again by itself shortly before (a refresh of the frame alone), so that it needs no script
and disturbs nothing that is being written. Looking keeps nothing open; one press does.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from feedback.pages import visit as visits
from feedback.pages.frame import Page, page_in_a_frame
from feedback.pages.front import GET_OR_POST

WARNED_BEFORE = timedelta(minutes=3)
"""The end; twenty seconds are the least that WCAG 2.2.1 asks for."""

ASKED_EVERY = timedelta(minutes=1)
"""Once it is near."""


@page_in_a_frame
@xframe_options_sameorigin
@require_http_methods(GET_OR_POST)
def time_left(request: HttpRequest, page: Page) -> HttpResponse:
    """“I need more time” begins the quarter of an hour anew."""
    if request.method == "POST" and page.visit:
        return page.go("time_left", told=page.visit.told, about=page.visit.about)
    left = visits.time_left(page.visit, page.now) if page.visit else timedelta(0)
    near = left <= WARNED_BEFORE
    again = ASKED_EVERY if near else left - WARNED_BEFORE
    return render(
        request,
        "customer/time_left.html",
        {
            "lender": page.lender,
            "open": page.visit is not None,
            "near": near,
            "again": int(again.total_seconds()) + 1,
            "minutes": max(1, round(left.total_seconds() / 60)),
        },
    )
