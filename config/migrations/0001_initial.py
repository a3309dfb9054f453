import accounts.database.guards
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SandboxClock',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('offset', models.DurationField()),
                ('heading_for', models.DateTimeField(null=True)),
                ('lived_until', models.DateTimeField(null=True)),
                ('heard_until', models.DateTimeField(null=True)),
                ('walker_until', models.DateTimeField(null=True)),
                ('set_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_sandbox_clock')],
                'triggers': [pgtrigger.compiler.Trigger(name='only_forward', sql=accounts.database.guards.GuardSql(func='\n                IF NEW."offset" < OLD."offset" THEN\n                    RAISE EXCEPTION \'the sandbox clock moves only forward\'\n                        USING ERRCODE = \'check_violation\';\n                END IF;\n                RETURN NEW;\n                ', hash='4feeb4bf699321bc45ac8c81157d6eaa9b8c98c7', operation='UPDATE', pgid='pgtrigger_only_forward_8dc0c', table='config_sandboxclock', when='BEFORE'))],
            },
        ),
    ]
