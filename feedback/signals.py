"""What feedback announces, after commit. Whoever misses one is found by a tick."""

from django.dispatch import Signal

# A customer has complained of a text of ours.
text_complained_of = Signal()
