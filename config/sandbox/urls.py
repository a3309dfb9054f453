"""Staff pages of the sandbox: its clock and its reset."""

from django.urls import URLPattern

PAGES: list[URLPattern] = []
