"""Where the pages of effects are."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.effect import episodes, hours, pages, sparing

EFFECT_PAGES: list[URLPattern] = [
    page("effect/", pages.effect_page, "effect"),
    page("effect.xlsx", pages.effect_workbook, "effect_workbook"),
    page("effect/hours/", hours.hours_page, "hours"),
    page("effect/hours/texts/", hours.hours_texts, "hours_texts"),
    page("hours.csv", hours.hours_export, "hours_export"),
    page("hours.xlsx", hours.hours_workbook, "hours_workbook"),
    page("fewer-texts/", sparing.sparing_page, "sparing"),
    page("fewer-texts/<int:lender_id>/propose/", sparing.propose, "sparing_propose"),
    page("effect/episodes/", episodes.effect_episodes, "effect_episodes"),
    page("effect.csv", pages.effect_export, "effect_export"),
]
