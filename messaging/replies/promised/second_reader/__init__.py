"""A second reader of days: how sure it is that somebody means to pay on a day named.

It has seen what stands beside the day of a promise and what stands beside other days: those of
weddings and rents, of what was agreed, asked or refused. It offers none; it only doubts one the
rules found. Trained by ``scripts/train_promise_reader.py`` from what a grammar in this repository
composes and from the table of promises.
"""
