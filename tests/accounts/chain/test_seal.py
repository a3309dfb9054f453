"""`manage.py seal`: nobody is told that the sealer is silent before there was time for a round."""

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.audit import trail
from accounts.chain import watching
from accounts.chain.keys import seal_keys
from accounts.chain.strays import tail

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_round_before_the_pages_open_leaves_a_sign_of_life_and_nothing_unsealed() -> None:
    trail.record(action="x", table="x", row_id="new", after={})
    assert watching.sealer_state().trouble == watching.SILENT
    call_command("seal")
    assert watching.sealer_state().trouble == ""
    assert tail() == (0, 0.0)


def test_without_a_key_it_says_so_and_leaves_no_sign_of_life() -> None:
    trail.record(action="x", table="x", row_id="new", after={})
    seal_keys.cache_clear()
    try:
        with override_settings(SEAL_KEYS=""), pytest.raises(CommandError, match="HUANCUI_SEAL"):
            call_command("seal")
    finally:
        seal_keys.cache_clear()
    assert watching.sealer_state().trouble == watching.SILENT
