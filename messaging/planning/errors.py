"""Why planning did not end. What cannot begin is Refused."""


class PlanFailed(Exception):
    """Planning began and could not end; the run says why and can be planned again."""
