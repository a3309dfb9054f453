"""The arithmetic of effect: does a text help, whom, and at what harm. Pure, and it knows no table.

numpy is imported here and where sentences are read as a whole: a worker that does neither does not
pay for it (17 MB, a quarter of a second). What pages need is in modules without it: `sums`,
`result`, `balance`.
"""
