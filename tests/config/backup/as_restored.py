"""Run as a process of its own, in a new installation: restores the backup named, looks at it, and
tries to send. Prints what it saw as JSON. With names of keys that are gone: whether it would start.
"""

import io
import json
import os
import sys
from datetime import datetime

import django


def main(folder: str, now: str, *lost: str) -> dict[str, object]:
    from config.database_roles import process

    process.kind = "owner"
    django.setup()
    from django.core.management import call_command

    said = io.StringIO()
    call_command("restore", folder, lost=list(lost), stdout=said)
    if lost:
        from accounts.rotation import known_keys

        return {"lacks": known_keys.missing()}
    call_command("check_encrypted", stdout=said)

    from accounts.chain import sealer
    from accounts.models import AuditEntry
    from messaging.dispatch.loop import dispatch
    from messaging.models import Message, Stop
    from tests.make_outbox import FixedClock

    sealed = sealer.seal()
    call_command("verify_audit", stdout=said)
    sent = Message.objects.exclude(state="queued").count()
    dispatch(clock=FixedClock(datetime.fromisoformat(now)).clock)
    return {
        "said": said.getvalue(),
        "sealed": sealed.rows,
        "sent": Message.objects.exclude(state="queued").count() - sent,
        "held": list(Message.objects.filter(state="queued").values_list("reason", flat=True)),
        "stops": [(stop.scope, stop.by_id) for stop in Stop.objects.filter(lifted_at=None)],
        "record": AuditEntry.objects.filter(action="restore", source="restore").count(),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    print(json.dumps(main(*sys.argv[1:])))
