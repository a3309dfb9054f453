class RunRefused(Exception):
    """What was asked of a run cannot be done now; the message says why, nothing has changed."""
