"""Staff pages of accounts that are no table's list or form."""

from django.urls import URLPattern

PAGES: list[URLPattern] = []
