"""The sandbox's borrowers: people who read, pay, answer and complain in their own words.

What a text does to them is known (`effects`), so that what the pages say of it can be held against
the truth. Who somebody is and what they do is drawn from their number: the same in every sandbox.
"""
