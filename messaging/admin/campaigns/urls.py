"""Where campaigns are written and read."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.campaigns import pages

CAMPAIGN_PAGES: list[URLPattern] = [
    page("campaigns/new/", pages.new_campaign, "campaign_new"),
    page("campaigns/<int:pk>/", pages.campaign_page, "campaign"),
    page("campaigns/<int:pk>/edit/", pages.edit_campaign, "campaign_edit"),
]
