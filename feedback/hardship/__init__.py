"""Hardship cases: opened, asked about, decided under four eyes, ended on a date.

Each service raises `Refused` with a sentence for the person who asked; then nothing has
changed. While a case is live its holds keep the customer in peace.
"""
