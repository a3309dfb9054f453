"""Markdown as HTML: what is written is shown, and nothing written becomes mark-up of its own."""

import pytest
from hypothesis import given, strategies as st

from config.staff.help.drawing import draw, title


def test_headings_have_addresses_as_the_site_gives_them() -> None:
    assert '<h2 id="领取与答复">' in draw("# A\n\n## 领取与答复\n")
    assert '<h2 id="effect-trials-fewer-texts">' in draw("# A\n\n## Effect, trials, fewer texts\n")


def test_the_first_heading_is_the_title_alone() -> None:
    text = "# An `agent`'s day\n\nOne.\n"
    assert title(text) == "An agent's day"
    assert draw(text) == "<p>One.</p>"


def test_links_between_documents_lead_to_help_and_to_files_nowhere() -> None:
    drawn = draw("[a](agent.md) [b](agent.zh-CN.md#call) [c](../README.md) [d](monitoring/x.yaml)")
    assert 'href="/staff/help/agent/"' in drawn
    assert 'href="/staff/help/agent/#call"' in drawn
    assert drawn.count("<a ") == 2


def test_a_table_is_a_table() -> None:
    assert draw("| a | b |\n|---|---|\n| 1 | `2` |\n").count("<td>") == 2


def test_code_can_be_scrolled_by_keys() -> None:
    assert draw("```\nlong\n```\n\n    long\n").count('<pre tabindex="0"><code>long') == 2


@pytest.mark.parametrize("written", ["<script>x</script>", "`<b>`", "[a](javascript:x)", "&<>"])
def test_mark_up_that_is_written_is_text(written: str) -> None:
    drawn = draw(written)
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "href=" not in drawn


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    assert "<script" not in draw(text).lower()
