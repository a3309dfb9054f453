"""A finished text in the shape of its channel. Pure: nothing is said here that was not approved.

email.py    subject and accessible HTML, made of the text
push.py     a lock screen, which tells of no debt, and where it leads
wechat.py   the fields of a card
shape.py    the one a channel has
"""
