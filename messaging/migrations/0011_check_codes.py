from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0010_stops_and_tranches'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckCode',
            fields=[
                ('code_hash', models.BinaryField(primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('message', models.ForeignKey(db_constraint=False, db_index=False, on_delete=models.deletion.DO_NOTHING, related_name='+', to='messaging.message')),
            ],
            options={
                'verbose_name': 'check code',
                'verbose_name_plural': 'check codes',
            },
        ),
    ]
