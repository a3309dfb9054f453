"""Print the sample logins of this sandbox."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from config.sample.people import LOGINS, OF_ONE, PASSWORD


class Command(BaseCommand):
    help = "Print the sample logins of this sandbox."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SANDBOX:
            raise CommandError("Sample logins exist in a sandbox only.")
        there = set(User.objects.filter(is_sample=True).values_list("username", flat=True))
        for login in (*LOGINS, OF_ONE):
            if login.username in there:
                self.stdout.write(f"{login.username:<12}{PASSWORD:<20}{login.role.value}")
