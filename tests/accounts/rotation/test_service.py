from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.utils import DatabaseError, IntegrityError

from accounts.audit import trail
from accounts.intake.jobs import stored_files
from accounts.keys import keyring
from accounts.models import AuditEntry, ContactPoint, Customer, ImportFile
from accounts.models.sealed import as_stored
from accounts.privacy.errors import DecryptionError
from accounts.privacy.files import EncryptedReader
from accounts.privacy.keyring import Keyring
from accounts.rotation.service import rotate
from feedback.models import ComplaintEvent
from messaging.models import Message, Receipt
from tests import make, make_sealed

pytestmark = pytest.mark.django_db


def no_sleep(_seconds: float) -> None:
    pass


def test_after_a_rotation_the_old_key_is_not_needed_and_every_text_is_the_same(
    now: datetime,
) -> None:
    make_sealed.everything(now)
    before = make_sealed.clear_texts(keyring())
    assert [column for column, texts in before.items() if not texts] == [], "reach every column"

    done = rotate(make_sealed.keys(1, 2), batch_rows=2)

    assert done.complete
    assert make_sealed.clear_texts(make_sealed.keys(2)) == before
    assert done.values == {label: len(texts) for label, texts in before.items()}
    with pytest.raises(DecryptionError):
        make_sealed.clear_texts(make_sealed.keys(1))


def test_nothing_is_done_twice(now: datetime) -> None:
    make_sealed.everything(now)
    keys = make_sealed.keys(1, 2)
    rotate(keys)

    again = rotate(keys)

    assert again.complete
    assert again.values == {}
    assert AuditEntry.objects.filter(action="rotate").count() == 1


def test_the_audit_trail_gets_one_entry_and_no_row_of_its_own(now: datetime) -> None:
    make_sealed.everything(now)
    entries = AuditEntry.objects.count()

    with trail.acting(source="rotate_keys"):
        rotate(make_sealed.keys(1, 2))

    assert AuditEntry.objects.count() == entries + 1
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.source, entry.row_id) == ("rotate", "rotate_keys", "key 2")
    assert entry.after is not None
    assert entry.after["values"]["accounts.Customer.name"] == 1


def test_search_by_number_and_suppressions_do_not_depend_on_the_field_key(now: datetime) -> None:
    phone = make.sandbox_phone()
    point = make.customer(phone=phone).contact_points.get()
    index, hashed = bytes(point.address_index), bytes(point.address_hash)

    rotate(make_sealed.keys(1, 2))

    point.refresh_from_db()
    assert (bytes(point.address_index), bytes(point.address_hash)) == (index, hashed)
    assert bytes(point.address_index) in ContactPoint.address.field.indexes(phone)


def test_what_cannot_be_read_is_named_and_left_and_the_rest_goes_on() -> None:
    broken, fine = make.customer(), make.customer()
    Customer.objects.filter(pk=broken.pk).update(name=b"\x01\x00\x01" + b"0" * 40)

    done = rotate(make_sealed.keys(1, 2), sleep=no_sleep)

    assert not done.complete
    assert done.unreadable["accounts.Customer.name"] == [broken.pk]
    assert done.left["accounts.Customer.name"] == 1
    fine.refresh_from_db()
    with as_stored():
        assert Keyring.key_id(fine.name) == 2


def test_an_emptied_value_of_an_erased_customer_is_no_obstacle() -> None:
    erased = make.customer(phone=None)
    Customer.objects.filter(pk=erased.pk).update(name=b"")

    assert rotate(make_sealed.keys(1, 2)).complete


def test_what_has_left_can_change_its_key_only_inside_a_rotation(now: datetime) -> None:
    make_sealed.everything(now)
    message = Message.objects.get(state="delivered")
    bound = Message.body.field.bound_to(message.pk)
    same_text = make_sealed.keys(1, 2).encrypt(message.body or "", bound)

    with pytest.raises(IntegrityError, match="has left"):
        Message.objects.filter(pk=message.pk).update(body=same_text)


@pytest.mark.parametrize("what", ["longer", "same key", "nothing"])
def test_even_a_rotation_cannot_give_what_has_left_another_text(what: str, now: datetime) -> None:
    make_sealed.everything(now)
    message = Message.objects.get(state="delivered")
    text, bound = message.body or "", Message.body.field.bound_to(message.pk)
    new = {
        "longer": make_sealed.keys(1, 2).encrypt(text + "！", bound),
        "same key": keyring().encrypt(text, bound),
        "nothing": None,
    }[what]

    trail.in_bulk("rotation")
    with pytest.raises(IntegrityError, match=r"has left|has_a_text"):
        Message.objects.filter(pk=message.pk).update(body=new)


@pytest.mark.parametrize("model", [Receipt, ComplaintEvent])
def test_a_rotation_changes_nothing_else_in_rows_that_are_written_once(
    model: type[models.Model], now: datetime
) -> None:
    make_sealed.everything(now)
    trail.in_bulk("rotation")

    with pytest.raises(DatabaseError, match="written once"):
        model._default_manager.update(at=now)


def test_no_rotation_is_left_open_behind_a_batch(now: datetime) -> None:
    make_sealed.everything(now)
    rotate(make_sealed.keys(1, 2))

    with connection.cursor() as cursor:
        cursor.execute("SELECT huancui_in_bulk()")
        assert cursor.fetchone()[0] is False


def test_a_waiting_upload_is_sealed_anew(tmp_path: Path, settings: Any, now: datetime) -> None:
    settings.UPLOAD_DIR = tmp_path
    stored = stored_files.store(BytesIO(b"x" * 3_000_000))
    ImportFile.objects.create(
        kind="loans",
        filename="a.csv",
        sha256=stored.sha256,
        size=stored.size,
        stored_as=stored.stored_as,
        uploaded_at=now,
    )

    done = rotate(make_sealed.keys(1, 2))

    assert (done.files, done.complete) == (1, True)

    with (stored_files.folder() / stored.stored_as).open("rb") as source:
        reader = EncryptedReader(source, make_sealed.keys(2), stored_files.PURPOSE)
        assert reader.read() == b"x" * 3_000_000


def test_the_command_says_what_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    make.customer()
    monkeypatch.setattr(
        "accounts.management.commands.rotate_keys.keyring", lambda: make_sealed.keys(1, 2)
    )
    out = StringIO()

    call_command("rotate_keys", "--batch-rows", "1", stdout=out)

    assert "accounts.Customer.name: 1" in out.getvalue()
    assert ContactPoint.objects.filter(address__isnull=False).count() == 1


def test_the_command_fails_while_an_old_key_is_still_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = make.customer()
    Customer.objects.filter(pk=person.pk).update(name=b"\x01\x00\x01" + b"0" * 40)
    monkeypatch.setattr(
        "accounts.management.commands.rotate_keys.keyring", lambda: make_sealed.keys(1, 2)
    )

    with pytest.raises(CommandError, match=f"rows {person.pk}|{person.pk}"):
        call_command("rotate_keys", stdout=StringIO())
