"""Why a run was not planned. Messages are for the person who asked."""


class PlanRefused(Exception):
    """This run cannot be planned now: it is released, or somebody is planning it."""


class PlanFailed(Exception):
    """Planning began and could not end; the run says why and can be planned again."""
