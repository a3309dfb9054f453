"""Tables whose rows are never changed, save that a ciphertext may move to another key, or go.

The database cannot read a ciphertext, so it cannot see that the text stays the same. It sees all
the rest: that the software said, signed, that this transaction is a rotation (only
`accounts.rotation` does, each time for one batch), that layout and length stay (AES-GCM keeps the
length of the text), that the key id changes, and that nothing else does. That the text is the same
is checked where it can be: rotation decrypts what it made and compares before it writes.

A ciphertext goes (no bytes are left of it) only inside the functions of `accounts.retention.sql`.
"""

import pgtrigger


def is_rotation(column: str) -> str:
    """SQL: this update re-encrypts `column`, as far as the database can tell; or empties it, which
    it does itself."""
    old, new = f"OLD.{column}", f"NEW.{column}"
    return f"""(
        octet_length({new}) = 0 AND huancui_is_erasing()
        OR huancui_in_bulk('rotation')
        AND octet_length({new}) = octet_length({old})
        AND substring({new} from 1 for 1) = substring({old} from 1 for 1)
        AND substring({new} from 2 for 2) <> substring({old} from 2 for 2)
    )"""


class WrittenOnce(pgtrigger.Trigger):
    """Rows are written once: no update, no delete; `column` alone may be re-encrypted, and
    `filled_in`, where it was left empty, may be said later."""

    def __init__(self, column: str, name: str = "append_only", *, filled_in: str = "") -> None:
        later = f"""
            IF TG_OP = 'UPDATE' AND OLD.{filled_in} IS NULL
               AND to_jsonb(NEW) - '{filled_in}' = to_jsonb(OLD) - '{filled_in}' THEN
                RETURN NEW;
            END IF;"""
        super().__init__(
            name=name,
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"""{later if filled_in else ""}
            IF TG_OP = 'UPDATE'
               AND to_jsonb(NEW) - '{column}' = to_jsonb(OLD) - '{column}'
               AND {is_rotation(column)} THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME
                USING ERRCODE = 'check_violation';
            """,
        )
