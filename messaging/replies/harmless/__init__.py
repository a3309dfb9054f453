"""Replies after which nobody need be held, each kind recognised by what it is made of.

What is not recognised here is not harmless, whatever else it may be.
"""
