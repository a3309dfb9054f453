"""Read a finished text back, and hold what it says against the ledger it was made from.

Nothing here knows how a text is rendered: the figures are found in the words a customer reads.
"""
