"""What messaging announces, after commit. Whoever misses one finds the row itself (a sweep)."""

from django.dispatch import Signal

# reply_ids: list[int], taken together. Stored, with the suppressions and holds they caused.
replies_received = Signal()
