import accounts.database.create_models
import accounts.database.guards
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        accounts.database.create_models.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Incident',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('beat', 'Beat gives no tasks'), ('worker', 'No worker does anything'), ('broker', 'The broker takes no tasks'), ('forgets', 'The broker may forget what it was told'), ('gateway', 'A gateway fails again and again'), ('planner', 'A run of today was not planned'), ('import', 'A file lies, and nobody is at work on it'), ('keys', 'A process lacks a key'), ('events', "A lender's system takes no events"), ('disk', 'A disk is nearly full'), ('task', 'A task fails again and again'), ('clock', "A machine's clock is wrong"), ('version', 'A process is older than the tables'), ('receipts', 'A gateway reports nothing of what it took')], max_length=10, verbose_name='kind')),
                        ('about', models.CharField(blank=True, max_length=100, verbose_name='about')),
                        ('begun_at', models.DateTimeField(verbose_name='since')),
                        ('seen_at', models.DateTimeField(verbose_name='last seen')),
                        ('told_at', models.DateTimeField(null=True, verbose_name='told at')),
                        ('ended_at', models.DateTimeField(null=True, verbose_name='until')),
                        ('end_told_at', models.DateTimeField(null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name': 'incident',
                        'verbose_name_plural': 'incidents',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('kind', 'about'), name='an_incident_is_open_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Pulse',
                    fields=[
                        ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                    ],
                ),
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
                        'triggers': [pgtrigger.compiler.Trigger(name='only_forward', sql=accounts.database.guards.GuardSql(func='\n                IF NEW."offset" < OLD."offset" THEN\n                    RAISE EXCEPTION \'the sandbox clock moves only forward\'\n                        USING ERRCODE = \'check_violation\';\n                END IF;\n                RETURN NEW;\n                ', hash='3f91e0d8358d1dd3e3609f9db057bc7a9935ffb0', operation='UPDATE', pgid='pgtrigger_only_forward_8dc0c', table='config_sandboxclock', when='BEFORE'))],
                    },
                ),
            ],
        ),
    ]
