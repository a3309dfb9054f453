"""An empty installation becomes what a backup holds, and knows that it was restored.

Everything is looked at before anything is changed: the keys, every file's hash, that there is
nothing here yet. The database comes in one transaction. Then an emergency stop stands over
everything, as what was sent since the backup looks unsent; a person lifts it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from accounts.audit import trail
from accounts.keys import keyring
from accounts.privacy.errors import DecryptionError
from accounts.privacy.files import EncryptedReader
from accounts.rotation import known_keys
from config.backup import contents, keys, programs
from config.backup.manifest import FILE, Manifest, NotABackup, read
from config.backup.taking import server_major
from config.database_roles import granting, sql
from messaging.dispatch.watermark import MESSAGES_LOST_AT_MOST
from messaging.models import Message, Stop
from messaging.stops import service as stops

_OPTIONS = ("--format=custom", "--no-owner", "--no-acl", "--single-transaction", "--exit-on-error")
_ANYTHING_THERE = """
SELECT count(*) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""
# Ids given in the time that was lost are known to the gateways (messaging.dispatch.watermark).
_LEAP = """
SELECT setval(s.name, nextval(s.name) + %s)
FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name) s
"""


class RestoreRefused(Exception):
    """What is in the way, in a sentence; nothing was changed."""


def restore(folder: Path, *, accepted: Collection[str] = (), now: datetime) -> Manifest:
    """Raises RestoreRefused, NoProgram. `accepted`: keys of `keys.CAN_BE_LOST` known to be gone."""
    manifest = look(folder, accepted=accepted)
    uploads = _unpack(folder, manifest)
    _restore_database(folder / contents.DATABASE)
    uploads.rename(settings.UPLOAD_DIR)
    call_command("migrate", interactive=False, verbosity=0)
    _know_of_it(manifest, now=now)
    if accepted:
        known_keys.do_without_lost_index_keys(now=now)
    return manifest


def look(folder: Path, *, accepted: Collection[str] = ()) -> Manifest:
    """Everything that could be in the way, before anything is changed. Raises RestoreRefused."""
    try:
        manifest = read((folder / FILE).read_text())
    except (OSError, NotABackup) as error:
        raise RestoreRefused(f"{folder} is no whole backup: {error}.") from error
    _refuse_other_keys(manifest, accepted)
    _refuse_altered(folder, manifest)
    _refuse_other_software(manifest)
    _refuse_what_is_not_empty()
    return manifest


def _refuse_other_keys(manifest: Manifest, accepted: Collection[str]) -> None:
    wrong = [
        name
        for name in keys.missing(manifest)
        if name.partition(" ")[0] not in {*accepted} & keys.CAN_BE_LOST
    ]
    if wrong:
        lines = [f"{name}: {keys.COSTS[name.partition(' ')[0]]}" for name in wrong]
        raise RestoreRefused("These keys are not the backup's.\n" + "\n".join(lines))
    if not manifest.is_signed_with(keys.mac_key(manifest.field_key)):
        raise RestoreRefused("The manifest was altered since the backup was taken.")


def _refuse_altered(folder: Path, manifest: Manifest) -> None:
    wanted = {f"{contents.UPLOADS}/{name}": each for name, each in manifest.uploads.items()}
    for name, content in {contents.DATABASE: manifest.database, **wanted}.items():
        try:
            found = contents.content_of(folder / name)
        except OSError as error:
            raise RestoreRefused(f"{name} cannot be read: {error.strerror}.") from error
        if found != content:
            raise RestoreRefused(f"{name} is not as it was written: cut off, or altered.")


def _refuse_other_software(manifest: Manifest) -> None:
    if manifest.mode != settings.MODE:
        raise RestoreRefused(
            f"The backup is of a {manifest.mode} installation, and this is a {settings.MODE} one."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise RestoreRefused(
            f"The backup is of a later version of this software, which had {', '.join(unknown)}. "
            "Install that version."
        )


def _refuse_what_is_not_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING_THERE)
        if cursor.fetchone()[0]:
            raise RestoreRefused(
                "The database is not empty, and a restore overwrites nothing. Name one that was "
                "just created."
            )
    if next(contents.below(Path(settings.UPLOAD_DIR)), None):
        raise RestoreRefused(f"{settings.UPLOAD_DIR} is not empty. Move it away, or name another.")
    if not settings.SANDBOX and not granting.exist():
        raise RestoreRefused(
            f"This server has no roles {' and '.join(sql.ROLES)}: `manage.py database_roles` "
            "prints the SQL that makes them."
        )


def _unpack(folder: Path, manifest: Manifest) -> Path:
    """The uploads, beside where they will be: a restore that ends early leaves none behind."""
    target = Path(settings.UPLOAD_DIR)
    draft = target.with_name(f"{target.name}.restoring.{os.getpid()}")
    draft.mkdir(parents=True, mode=0o700)
    for name in manifest.uploads:
        contents.copy(folder / contents.UPLOADS / name, draft / name)
    if target.is_dir():
        for empty in sorted((each for each in target.rglob("*") if each.is_dir()), reverse=True):
            empty.rmdir()
        target.rmdir()
    return draft


def _restore_database(path: Path) -> None:
    major = server_major()
    program = programs.found("pg_restore", server=major)
    name = connection.settings_dict["NAME"]
    connection.close()
    with path.open("rb") as source, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603
            [str(program), *_OPTIONS, "--no-password", f"--dbname={name}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env=programs.environment_of(connection.settings_dict),
        )
        try:
            _feed(process, EncryptedReader(source, keyring(), keys.PURPOSE))
        except DecryptionError as error:
            process.kill()
            raise RestoreRefused(f"The database of the backup does not open: {error}") from error
        finally:
            process.wait()
        said.seek(0)
        if process.returncode:
            raise RestoreRefused(
                f"pg_restore ended, and nothing was changed: {programs.last_line(said.read())}"
            )


def _feed(process: subprocess.Popen[bytes], reader: EncryptedReader) -> None:
    with cast(Any, process.stdin) as pipe:
        try:
            while data := reader.read(contents.AT_ONCE):
                pipe.write(data)
        except BrokenPipeError:
            pass  # it ended early, and says why


@transaction.atomic
def _know_of_it(manifest: Manifest, *, now: datetime) -> None:
    with trail.acting(source="restore"):
        trail.record(
            action="restore",
            table="*",
            row_id=manifest.made_at[:19],
            after={"made_at": manifest.made_at, "link": manifest.link, "head": manifest.head},
        )
        stops.place(
            scope=Stop.Scope.ALL,
            object_id=None,
            reason=_(
                "The database was restored to an earlier state; what was sent since looks unsent."
            ),
            by=None,
            now=now,
        )
        with connection.cursor() as cursor:
            cursor.execute(_LEAP, [MESSAGES_LOST_AT_MOST, Message._meta.db_table])
