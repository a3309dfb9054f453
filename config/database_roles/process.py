"""As whom this process speaks to the database: said once by its entry point, before the settings.

`owner` makes tables and may do anything with them; `web` serves pages and webhooks; `worker` is
everything else.
"""

from collections.abc import Sequence
from typing import Literal

Kind = Literal["owner", "web", "worker"]

OWNERS_COMMANDS = frozenset(
    {
        *("migrate", "sqlmigrate", "showmigrations", "makemigrations", "pgtrigger", "flush"),
        *("database_roles", "first_administrators", "load_sample", "sample_logins", "rotate_keys"),
        *("backup", "restore", "rotate_index"),
    }
)
"""Commands of `manage.py` that make tables or people, or rewrite what nobody else may."""

kind: Kind = "worker"


def of_command(argv: Sequence[str]) -> Kind:
    return "owner" if len(argv) > 1 and argv[1] in OWNERS_COMMANDS else "worker"
