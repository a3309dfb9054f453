"""Placeholders on screen."""

from django.utils import translation

from messaging.templatetags.placeholders import labelled


def test_a_placeholder_is_read_by_its_label_and_all_else_as_it_was_typed() -> None:
    with translation.override("zh-hans"):
        shown = labelled("应还{{ amount_due }}，<b>{{ nonsense }}")
    assert shown == ('应还<span class="hc-placeholder">应还金额</span>，&lt;b&gt;{{ nonsense }}')
