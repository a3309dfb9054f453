"""The functions that empty values whose time is over, and those of a person who is erased; made
last, since they name all tables."""

from django.db import migrations

from accounts.retention.personal_sql import PERSONS, PERSONS_GONE
from accounts.retention.sql import EMPTYING, EMPTYING_GONE


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("accounts", "0003_power")]
    operations = [migrations.RunSQL(EMPTYING + PERSONS, PERSONS_GONE + EMPTYING_GONE)]
