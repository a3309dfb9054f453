"""Reads the tables and freezes what `decide` looks at, for sets of customers (DESIGN 5, 6).

    frame = read_frame(lender=lender, policy=policy, now=now)      # what a whole batch shares
    for found in gather(subjects, frame):                          # same order as the subjects
        verdict = decide(found.facts, policy, now)

Planning and the dispatcher's claim use the same two calls; the claim makes them after it has locked
the customers. The number of queries does not depend on the size of the batch.
"""
