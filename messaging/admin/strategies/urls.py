"""Pages of strategies."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.strategies import by_segment, dry_run, edit as strategy_edit, pages as strategy
from messaging.admin.what_if.pages import pages_of

STRATEGY_PAGES: list[URLPattern] = [
    page("strategies/new/", strategy.new_strategy, "strategy_new"),
    page("strategies/<int:pk>/", strategy.strategy_page, "strategy"),
    page("strategies/<int:pk>/edit/", strategy_edit.edit_strategy, "strategy_edit"),
    page("strategies/<int:pk>/segments/", by_segment.strategy_segments, "strategy_segments"),
    page("strategies/<int:pk>/dry-run/", dry_run.dry_run_page, "strategy_dry_run"),
    page(
        "strategies/<int:pk>/dry-run/customers/",
        dry_run.dry_run_customers,
        "strategy_dry_run_customers",
    ),
    page("strategies/<int:pk>/alteration/", dry_run.alteration, "strategy_alteration"),
    *pages_of("strategy", "strategies"),
]
