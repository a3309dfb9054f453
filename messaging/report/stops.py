"""Emergency stops: nothing one covered began to leave while it stood."""

from __future__ import annotations

from messaging.report.opt_outs import in_force
from messaging.report.parts import Check, Period
from messaging.report.rows import HANDED, one

# As `messaging.dispatch.begin` asks before every wave, read from the rows that were left.
_STOPPED = f"""
WITH {HANDED}
SELECT h.message_id, s.id, s.scope, extract(epoch FROM h.begun_at - s.at)::float
FROM messaging_stop s
JOIN handed h ON s.at < h.begun_at AND (s.lifted_at IS NULL OR s.lifted_at > h.begun_at)
JOIN messaging_message m ON m.id = h.message_id
LEFT JOIN messaging_templateversion v ON v.id = m.template_version_id
LEFT JOIN messaging_template t ON t.id = v.template_id
WHERE s.scope = 'all'
   OR s.scope = 'lender' AND s.object_id = m.lender_id
   OR s.scope = 'run' AND s.object_id = m.run_id
   OR s.scope = 'template' AND s.object_id IN (t.id, t.variant_of_id)
   OR s.scope = 'version' AND s.object_id = v.id
   OR s.scope = 'gateway' AND s.object_id = h.gateway_id
ORDER BY h.message_id
"""  # noqa: S608  (constants of ours)
_COUNT = f"WITH {HANDED} SELECT count(*) FROM handed"  # noqa: S608
_STOOD = """
SELECT count(*) FROM messaging_stop
WHERE at < %(until)s AND (lifted_at IS NULL OR lifted_at > %(since)s)
"""


def check(period: Period) -> Check:
    """No hand-over began under a stop that covered it, whoever placed the stop."""
    check = in_force(Check("stops"), _STOPPED, "stop", period)
    (check.checked,) = one(_COUNT, period.params())
    (check.figures["stops_in_force"],) = one(_STOOD, period.params())
    return check
