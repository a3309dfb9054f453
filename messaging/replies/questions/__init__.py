"""Ordinary questions of people who mean to pay: where, how, how much, until when, with what.

Whoever asks one wants an answer, and nothing has to be held for it. The world is closed here too:
every part of such a reply is known, and one part of it is a known question. Who writes to me, is
this a fraud, why do you write: these are none.
"""
