"""The signs by which a clause of a reply is told: data only.

Texts are in capital letters, simplified characters and plain Mandarin, with their punctuation.
"""
