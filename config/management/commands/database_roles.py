"""The three roles of the database: SQL to make them, and their grants."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.database_roles import granting, policies, sql
from config.database_roles.grants import GRANTS


class Command(BaseCommand):
    help = "Print the SQL of the database's roles and grants; --grant gives the grants now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--grant", action="store_true", help="give the grants, as the owner of the tables"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["grant"]:
            self.stdout.write(sql.CREATE)
            self.stdout.write("-- After every `migrate`, which gives them by itself.")
            self.stdout.write(f"{sql.of_tables(sorted(GRANTS))};")
            self.stdout.write(f"{policies.of_tables(sorted(policies.POLICIES))};")
            return
        if not granting.exist():
            raise CommandError(
                f"This server has no roles {' and '.join(sql.ROLES)}. Make them first: "
                "`manage.py database_roles` prints the SQL."
            )
        granting.grant()
