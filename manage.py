#!/usr/bin/env python3
"""Django's command line, with the embedded servers running when a command needs them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.database_roles import process
    from config.embedded.ensure import servers_for_command
    from config.embedded.errors import EmbeddedError

    try:
        servers_for_command(sys.argv)
    except EmbeddedError as error:
        sys.exit(str(error))

    process.kind = process.of_command(sys.argv)
    from django.core.management import execute_from_command_line

    from config.processes.stack_room import roomy

    try:
        roomy(execute_from_command_line)(sys.argv)
    except Exception as error:
        if type(error).__name__ == "ProgrammingError" and "huancui_act(" in str(error):
            sys.exit("This database has no tables yet. Run `manage.py migrate` first.")
        raise


if __name__ == "__main__":
    main()
