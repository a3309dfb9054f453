"""Complaints from the first word to the last: logged, worked on, answered in time, reviewed.

The customer is left in peace meanwhile: complaint, hold and the holding back of the customer's
messages are one transaction, and so are the answer and the end of the hold.
"""
