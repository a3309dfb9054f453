"""Django's sessions in the database, which knows no key of any: whoever reads the table has no
cookie of anybody's, and what is copied from one row to another is worth nothing there.

`SESSION_ENGINE` names this module.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

LENGTH = 40  # of Django's column


def kept(key: str) -> str:
    """What stands in the table for the key that a cookie carries: 160 bits of its SHA-256."""
    return hashlib.sha256(f"huancui session {key}".encode()).hexdigest()[:LENGTH]


class SessionStore(db.SessionStore):
    @property
    def key_salt(self) -> str:
        """What is signed is signed for its row."""
        return f"{__name__}.{kept(self._session_key or '')}"

    def _get_session_from_db(self) -> Any:
        row = self.model.objects.filter(
            session_key=kept(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(kept(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        made = super().create_model_instance(data)
        made.session_key = kept(made.session_key)
        return made

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(kept(key))
