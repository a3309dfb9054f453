"""What stands against a text is named by its category, in the reader's language."""

from django.utils import translation

from messaging.admin.approvals.findings import category_label
from messaging.content.second_reader.reasons import REASONS


def test_every_kind_of_frame_is_named_in_chinese() -> None:
    with translation.override("zh-hans"):
        assert [kind for kind in REASONS if category_label(kind).isascii()] == []
