"""Finding by typing: pages and acts by their words, customers, loans, complaints and texts by what
they are called. Numbers match whole, through an index; names of customers are not searched, because
they are kept encrypted.
"""
