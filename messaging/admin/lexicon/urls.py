"""Pages of the wording list."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.lexicon import pages as lexicon

LEXICON_PAGES: list[URLPattern] = [
    page("wording/", lexicon.wording_list, "wording_list"),
    page("wording/new/", lexicon.new_lexicon, "lexicon_new"),
    page("wording/<int:pk>/", lexicon.lexicon_page, "lexicon"),
    page("wording/<int:pk>/entry/", lexicon.lexicon_entry, "lexicon_entry"),
    page("wording/<int:pk>/remove/", lexicon.lexicon_remove, "lexicon_remove"),
]
