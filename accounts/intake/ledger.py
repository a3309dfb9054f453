"""What a loan's figures are worth after the repayments recorded since (SQL shared by all paths)."""

# The core system's figures are true at `as_of`: what was paid on an earlier day is in them already,
# however late its repayment row arrived. What was paid that same day and recorded after `as_of` may
# not be, so it is taken off: rather a reminder too few than an amount too high.
SINCE_FIGURES = """
    {repayment}.recorded_at > {as_of}
    AND {repayment}.paid_on >= ({as_of} AT TIME ZONE {zone})::date
"""


def since_figures(*, repayment: str, as_of: str, zone: str) -> str:
    """SQL condition: this repayment is not in figures of that moment."""
    return SINCE_FIGURES.format(repayment=repayment, as_of=as_of, zone=zone)
