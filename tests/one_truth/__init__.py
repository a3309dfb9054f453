"""One text, one truth: many texts over random portfolios, read by a reader of its own.

    python -m tests.one_truth 200000        # how many texts, how many untrue

`portfolios` makes customers, `writing` has the product write to them, `reading` reads what came out
and knows nothing of how it was written, `judging` holds it against the portfolio.
"""
