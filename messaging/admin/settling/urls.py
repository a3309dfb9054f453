"""Where the page of all reasons is."""

from accounts.admin.pages import page
from messaging.admin.settling import pages

SETTLING_PAGES = [page("reasons/", pages.reasons_page, "reasons")]
