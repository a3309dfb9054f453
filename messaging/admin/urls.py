"""Staff pages of messaging that are no table's list or form."""

from django.urls import URLPattern

from messaging.admin.content_urls import CONTENT_PAGES
from messaging.admin.gateway_urls import GATEWAY_PAGES
from messaging.admin.interchange_urls import INTERCHANGE_PAGES
from messaging.admin.lexicon_urls import LEXICON_PAGES
from messaging.admin.review_urls import REVIEW_PAGES
from messaging.admin.run_urls import RUN_PAGES
from messaging.admin.send_urls import SEND_PAGES
from messaging.admin.stop_urls import STOP_PAGES
from messaging.admin.strategy_urls import STRATEGY_PAGES

PAGES: list[URLPattern] = [
    *CONTENT_PAGES,
    *STRATEGY_PAGES,
    *REVIEW_PAGES,
    *INTERCHANGE_PAGES,
    *LEXICON_PAGES,
    *RUN_PAGES,
    *SEND_PAGES,
    *STOP_PAGES,
    *GATEWAY_PAGES,
]
