"""From loans due to the candidates of a lender's day, each with its verdict (DESIGN 1, 5)."""

from messaging.planning.errors import PlanFailed
from messaging.planning.lock import is_being_planned
from messaging.planning.service import carry_out, plan, request

__all__ = ["PlanFailed", "carry_out", "is_being_planned", "plan", "request"]
