"""Finding by typing: pages and acts by their words, customers, loans, complaints and texts by what
they are called. Numbers match whole, through an index; so do names of customers, which are kept
encrypted.
"""
