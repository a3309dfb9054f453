"""The serial in complaint numbers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE feedback_complaint_serial", "DROP SEQUENCE feedback_complaint_serial"
        )
    ]
