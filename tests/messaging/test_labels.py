"""What codes of messaging are called on screen."""

from django.utils.translation import override

from messaging import labels
from messaging.policy import profiles


def test_every_profile_says_where_it_holds() -> None:
    with override("en"):
        assert not {code for code in profiles.NAMES if labels.profile(code) == code}
        assert labels.profile("us-nyc") == "United States, New York City (us-nyc)"
        assert labels.profile("mars") == "mars"
