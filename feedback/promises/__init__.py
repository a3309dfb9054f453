"""Promises to pay: proposed, made, withdrawn, and judged from repayments.

Each service raises `Refused` with a sentence for the person who asked; then nothing has
changed. A promise keeps its loan's reminders back until its day and `GRACE_DAYS` are over.
"""
