"""What accounts announces, inside the transaction that makes it true.

Receivers (messaging) run in that same transaction, so a message is held or cancelled together with
the hold or repayment that is the reason. Bulk paths send one signal for a whole batch of ids.
"""

from django.dispatch import Signal

# customer_ids: set[int], loan_ids: set[int] (empty: all loans of those customers), now: datetime
holds_placed = Signal()
# customer_ids: set[int], now: datetime
holds_ended = Signal()
# loan_ids: set[int] whose amount due changed (repayment recorded or figures imported), now
loans_changed = Signal()
# loan_ids: set[int] for which money was recorded at `now`, however far back it is dated, now
repayments_recorded = Signal()
# loan_ids: set[int] of which money was taken back at `now` (bounced, reversed), now
repayments_reversed = Signal()
# contact_point_ids: set[int] that may no longer be written to, now: datetime
contact_points_closed = Signal()
# contact_point_ids: set[int] that somebody made sure of, now: datetime
contact_points_confirmed = Signal()
# old and new ContactPoint of one customer, of whom the new one takes the old one's place; by whom
contact_point_replaced = Signal()
# customer_ids: set[int] who gave or revoked a consent, or asked for something, now: datetime
wishes_changed = Signal()
# lender_id: whose hotline, hosts or truths were approved; after that has committed
lender_facts_changed = Signal()
# head: accounts.chain.heads.Head, the newest of the sealed chain; a receiver that raises is asked
# again in the next round
head_published = Signal()
