"""Taking a backup beside everything that runs: the database in one snapshot, then the uploads."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.keys import keyring
from accounts.models import ChainLink
from accounts.privacy.files import EncryptedWriter
from config.backup import contents, keys, programs
from config.backup.manifest import FILE, Content, Manifest

_OPTIONS = ("--format=custom", "--no-owner", "--no-acl", "--no-comments", "--no-password")


class BackupFailed(Exception):
    """Nothing usable was written; what there is of it has been left under `.partial`."""


def take(folder: Path, *, now: datetime) -> tuple[Path, Manifest]:
    """A new folder in `folder`, whole or not there under its name. Raises BackupFailed, NoProgram.

    Files are copied before the database and again after it: whatever a row of the snapshot names
    was there at one of the two. A file more than the rows name does no harm.
    """
    name = f"huancui-{now:%Y%m%dT%H%M%SZ}"
    draft, target = folder / f"{name}.partial", folder / name
    draft.mkdir(parents=True, mode=0o700)
    uploads = dict(_copy_uploads(draft, known=()))
    link = ChainLink.objects.order_by("-number").first()
    database = _dump(draft / contents.DATABASE)
    uploads |= dict(_copy_uploads(draft, known=uploads))
    current = keyring().current
    manifest = Manifest(
        made_at=now.isoformat(),
        mode=settings.MODE,
        server=_said("SHOW server_version"),
        field_key=current,
        keys=keys.now(),
        migrations=_migrations(),
        link=link.number if link else 0,
        head=bytes(link.head).hex() if link else "",
        database=database,
        uploads=uploads,
    ).signed(keys.mac_key(current))
    with contents.Hashed(draft / FILE) as file:
        file.write(manifest.text().encode())
    draft.rename(target)
    return target, manifest


def server_major() -> int:
    return int(_said("SHOW server_version_num")) // 10_000


def _dump(path: Path) -> Content:
    program = programs.found("pg_dump", server=server_major())
    with tempfile.TemporaryFile() as said, contents.Hashed(path) as target:
        process = subprocess.Popen(  # noqa: S603
            [str(program), *_OPTIONS],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            env=programs.environment_of(connection.settings_dict),
        )
        sealed = EncryptedWriter(cast(Any, target), keyring(), keys.PURPOSE)
        with process:
            while data := cast(Any, process.stdout).read(contents.AT_ONCE):
                sealed.write(data)
        said.seek(0)
        if process.returncode:
            raise BackupFailed(programs.last_line(said.read()))
        sealed.close()
    return target.content


def _copy_uploads(draft: Path, *, known: Iterable[str]) -> Iterable[tuple[str, Content]]:
    source = Path(settings.UPLOAD_DIR)
    for name in contents.below(source):
        if name not in known:
            try:
                yield name, contents.copy(source / name, draft / contents.UPLOADS / name)
            except FileNotFoundError:
                (draft / contents.UPLOADS / name).unlink(missing_ok=True)


def _migrations() -> tuple[str, ...]:
    applied = MigrationRecorder(connection).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in applied))


def _said(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])
