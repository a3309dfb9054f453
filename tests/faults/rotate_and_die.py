"""Run as a process of its own: rotates, and kills itself in the middle of its second transaction.

Argument: the name of the test's database.
"""

import os
import signal
import sys

import django


def main(database: str) -> None:
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from accounts.rotation.service import rotate
    from tests import make_sealed

    batches = 0

    def die_in_the_second_batch() -> None:
        nonlocal batches
        batches += 1
        if batches == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    rotate(make_sealed.keys(1, 2), batch_rows=5, before_commit=die_in_the_second_batch)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main(sys.argv[1])
