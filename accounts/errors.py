"""The one refusal: what was asked cannot be done, and whoever asked is told why."""


class Refused(Exception):
    """Nothing was changed. `str()` is a translated sentence: what, why, and the way out."""
