"""What messaging announces, after commit. Whoever misses one finds the row itself (a sweep)."""

from django.dispatch import Signal

# reply_id: int. The reply is stored, with the suppression or hold it caused.
reply_received = Signal()
