"""The sealed chain: what left in the period is sealed, and the sealer works."""

from __future__ import annotations

from accounts.chain import watching
from accounts.chain.links import Header
from accounts.chain.snapshots import NOTHING, Snapshot
from accounts.models import ChainCheck, ChainLink
from messaging.report.parts import Check, Period
from messaging.report.rows import one, stream

# By real time, as the sealer works by it; what was written a moment ago waits for its next round.
_UNSEALED = """
SELECT a.message_id, extract(epoch FROM clock_timestamp() - a.recorded_at)::float
FROM messaging_attempt a
WHERE a.begun_at >= %(since)s AND a.begun_at < %(until)s
  AND a.tx >= %(xmin)s AND (a.tx >= %(xmax)s OR a.tx = ANY (%(running)s))
  AND a.recorded_at < clock_timestamp() - make_interval(secs => %(seconds)s)
  AND (%(lender)s::bigint IS NULL OR EXISTS (
      SELECT FROM messaging_message m WHERE m.id = a.message_id AND m.lender_id = %(lender)s))
ORDER BY a.id
"""
_COUNT = """
SELECT count(*) FROM messaging_attempt a WHERE begun_at >= %(since)s AND begun_at < %(until)s
  AND (%(lender)s::bigint IS NULL OR EXISTS (
      SELECT FROM messaging_message m WHERE m.id = a.message_id AND m.lender_id = %(lender)s))
"""


def check(period: Period) -> Check:
    """Every hand-over of the period is in a link; the last verification found the chain whole."""
    check = Check("sealing")
    (check.checked,) = one(_COUNT, period.params())
    last = ChainLink.objects.order_by("-number").first()
    sealed = Snapshot.parse(Header.read(last.header).snapshot) if last else NOTHING
    params = {
        **period.params(),
        "xmin": sealed.xmin,
        "xmax": sealed.xmax,
        "running": list(sealed.running),
        "seconds": watching.TAIL_SECONDS,
    }
    for message_id, seconds in stream(_UNSEALED, params):
        check.violated(f"message:{message_id}", "hand_over_not_sealed", f"{seconds:.0f} s")
    verified = ChainCheck.objects.filter(ended_at__isnull=False, error="").order_by("-pk").first()
    if verified is not None and verified.found:
        check.violated(f"verification:{verified.pk}", "chain_broken", verified.found)
    elif verified is None:
        check.doubt("chain", "never_verified")
    standing = watching.sealer_state()
    if standing.trouble and standing.trouble != watching.BROKEN:
        check.doubt("sealer", standing.trouble, standing.at or "")
    check.figures = {
        "head": bytes(last.head).hex() if last else "",
        "link": last.number if last else 0,
        "verified_at": verified.ended_at.isoformat() if verified and verified.ended_at else "",
    }
    return check
