"""What a wording would become for the customers there are: how many, how long, at what cost.

    portfolio.reach(template, now)      # customers whose reminder it would be today
    portfolio.examine(version, now)     # its texts: typical, longest, worst; segments and cost

Of every lender whose strategy in force leads to the template, one query groups the customers due
by what a strategy decides on; the rules themselves stay where planning has them. Who is opted out,
on hold or reminded already is not left out: that changes by the hour. The number of queries is the
same for ten customers and for a million, and so is the number of texts rendered.
"""

from messaging.portfolio.examine import Portfolio, Rendering, examine, reach

__all__ = ["Portfolio", "Rendering", "examine", "reach"]
