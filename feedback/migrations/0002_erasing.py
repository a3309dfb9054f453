"""The functions that empty values whose time is over; made last, since they name all tables."""

from django.db import migrations

from accounts.retention.sql import EMPTYING, EMPTYING_GONE


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("accounts", "0003_power")]
    operations = [migrations.RunSQL(EMPTYING, EMPTYING_GONE)]
