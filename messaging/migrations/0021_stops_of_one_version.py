from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0020_early_receipts")]

    operations = [
        migrations.AlterField(
            model_name="stop",
            name="scope",
            field=models.CharField(
                choices=[
                    ("all", "Everything"),
                    ("lender", "Lender"),
                    ("run", "Run"),
                    ("template", "Template"),
                    ("version", "Template version"),
                    ("gateway", "Gateway"),
                ],
                max_length=10,
                verbose_name="scope",
            ),
        ),
    ]
