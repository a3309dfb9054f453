import base64
import io
import os

import pytest
from hypothesis import given, strategies as st

from accounts.privacy.errors import DecryptionError, KeyringError
from accounts.privacy.keyring import Keyring
from accounts.privacy.masks import mask_email, mask_name, mask_phone, mask_wechat

OLD, NEW, INDEX, SUPPRESSION = (bytes([n]) * 32 for n in (1, 2, 3, 4))
OLD_RING = Keyring({1: OLD}, 1, {1: INDEX}, SUPPRESSION)
RING = Keyring({1: OLD, 2: NEW}, 2, {1: INDEX}, SUPPRESSION)

texts = st.text(st.characters(exclude_categories=["Cs"]))
names = st.text(st.sampled_from("王小明张欧阳娜阿不都买提李雷"), min_size=2, max_size=20)


def as_text(key: bytes) -> str:
    return base64.b64encode(key).decode()


@given(texts)
def test_what_is_encrypted_comes_back(text):
    assert RING.decrypt(RING.encrypt(text, "customer.name"), "customer.name") == text


def test_the_same_text_never_looks_the_same():
    assert RING.encrypt("王小明", "customer.name") != RING.encrypt("王小明", "customer.name")


@given(texts, st.data())
def test_any_flipped_bit_is_noticed(text, data):
    blob = bytearray(RING.encrypt(text, "p"))
    bit = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[bit // 8] ^= 1 << bit % 8
    with pytest.raises(DecryptionError):
        RING.decrypt(bytes(blob), "p")


@given(texts, st.data())
def test_a_cut_ciphertext_is_noticed(text, data):
    blob = RING.encrypt(text, "p")
    with pytest.raises(DecryptionError):
        RING.decrypt(blob[: data.draw(st.integers(0, len(blob) - 1))], "p")


@given(st.binary(max_size=80))
def test_bytes_from_elsewhere_are_refused(blob):
    with pytest.raises(DecryptionError):
        RING.decrypt(blob, "p")


def test_a_ciphertext_is_worthless_in_another_column():
    with pytest.raises(DecryptionError):
        RING.decrypt(RING.encrypt("王小明", "customer.name"), "customer.email")


def test_an_old_key_still_opens_and_is_told_from_the_current_one():
    blob = OLD_RING.encrypt("王小明", "p")
    assert RING.decrypt(memoryview(blob), "p") == "王小明"
    assert RING.key_id(blob) == 1
    assert RING.key_id(RING.encrypt("王小明", "p")) == 2


def test_a_removed_key_is_named_by_its_id():
    blob = RING.encrypt("王小明", "p")
    with pytest.raises(DecryptionError, match="field key 2"):
        OLD_RING.decrypt(blob, "p")


@given(texts, texts)
def test_a_blind_index_is_equal_exactly_for_equal_values(one, other):
    assert (RING.blind_index(one, "p") == RING.blind_index(other, "p")) == (one == other)


def test_a_blind_index_differs_by_purpose_and_key_but_not_by_rotation():
    index = RING.blind_index("+8613800138000", "phone")
    assert len(index) == 2 + 16  # which key, and the digest
    assert index == OLD_RING.blind_index("+8613800138000", "phone")
    assert index != RING.blind_index("+8613800138000", "wechat")
    another = Keyring({1: OLD}, 1, {1: NEW}, SUPPRESSION)
    assert index != another.blind_index("+8613800138000", "phone")


def test_the_suppression_hash_outlives_a_new_index_key():
    replaced = Keyring({7: b"7" * 32}, 7, {1: b"8" * 32}, SUPPRESSION)
    one = RING.suppression_hash("+8613800138000", "sms")
    assert one == replaced.suppression_hash("+8613800138000", "sms")
    assert one != RING.suppression_hash("+8613800138000", "phone")


@given(st.lists(texts, max_size=4), st.lists(texts, max_size=4))
def test_two_rows_share_a_fingerprint_only_when_equal(one, other):
    assert (RING.fingerprint(one) == RING.fingerprint(other)) == (one == other)


def test_a_shift_between_cells_changes_the_fingerprint():
    assert RING.fingerprint(["1", "23"]) != RING.fingerprint(["12", "3"])


def test_the_same_last_four_differ_between_customers():
    assert RING.hash_secret("123X", "C1") != RING.hash_secret("123X", "C2")


def test_while_the_index_key_is_changed_values_are_found_under_both():
    before = Keyring({1: OLD}, 1, {1: INDEX}, SUPPRESSION)
    between = Keyring({1: OLD}, 1, {1: INDEX, 2: NEW}, SUPPRESSION)
    after = Keyring({1: OLD}, 1, {2: NEW}, SUPPRESSION)
    known = before.blind_index("+8613800138000", "phone")
    assert known in between.blind_indexes("+8613800138000", "phone")
    assert known not in after.blind_indexes("+8613800138000", "phone")
    assert between.blind_index("+8613800138000", "phone") == after.blind_index(
        "+8613800138000", "phone"
    )
    assert [Keyring.index_key_id(each) for each in between.blind_indexes("x", "p")] == [2, 1]


def test_a_secret_is_known_under_whichever_key_it_was_kept():
    before = Keyring({1: OLD}, 1, {1: INDEX}, SUPPRESSION)
    between = Keyring({1: OLD}, 1, {1: INDEX, 2: NEW}, SUPPRESSION)
    after = Keyring({1: OLD}, 1, {2: NEW}, SUPPRESSION)
    kept = before.hash_secret("123X", "C1")
    assert between.is_secret(kept, "123X", "C1")
    assert not between.is_secret(kept, "1234", "C1")
    assert not between.is_secret(kept, "123X", "C2")
    assert not between.is_secret(None, "123X", "C1")
    assert (between.knows(kept), after.knows(kept)) == (True, False)
    assert not after.is_secret(kept, "123X", "C1")


@given(st.binary(max_size=30))
def test_bytes_from_elsewhere_are_no_secret(kept):
    assert not RING.is_secret(kept, "123X", "C1")
    assert RING.knows(kept) is (len(kept) == 18 and kept[:2] == b"\0\1")


def test_keys_are_read_from_settings_and_the_highest_id_is_current():
    ring = Keyring.from_texts(
        field_keys=f"1:{as_text(OLD)}, 2:{as_text(NEW)}",
        index_key=as_text(INDEX),
        suppression_key=as_text(SUPPRESSION),
    )
    assert ring.current == 2
    assert ring.decrypt(RING.encrypt("王", "p"), "p") == "王"
    assert as_text(OLD) not in repr(ring)


@pytest.mark.parametrize(
    ("field_keys", "index_key", "variable"),
    [
        ("", as_text(INDEX), "HUANCUI_FIELD_KEYS"),
        (as_text(OLD), as_text(INDEX), "HUANCUI_FIELD_KEYS"),
        ("1:nonsense!", as_text(INDEX), "HUANCUI_FIELD_KEYS"),
        (f"99999:{as_text(OLD)}", as_text(INDEX), "HUANCUI_FIELD_KEYS"),
        (f"1:{as_text(OLD)},1:{as_text(NEW)}", as_text(INDEX), "HUANCUI_FIELD_KEYS"),
        (f"1:{as_text(OLD)}", "", "HUANCUI_INDEX_KEY"),
        (f"1:{as_text(OLD)}", as_text(b"short"), "HUANCUI_INDEX_KEY"),
        (f"1:{as_text(OLD)}", as_text(SUPPRESSION), "must all differ"),
    ],
)
def test_a_bad_key_is_named_by_its_variable_and_never_shown(field_keys, index_key, variable):
    with pytest.raises(KeyringError, match=variable) as caught:
        Keyring.from_texts(
            field_keys=field_keys, index_key=index_key, suppression_key=as_text(SUPPRESSION)
        )
    assert as_text(OLD) not in str(caught.value)


def test_any_random_keys_will_do():
    key = [os.urandom(32) for _ in range(3)]
    ring = Keyring({0: key[0]}, 0, {0: key[1]}, key[2])
    assert ring.decrypt(ring.encrypt("", "p"), "p") == ""


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_phone, "+8613800138000", "138****8000"),
        (mask_phone, "+447911123456", "+44****3456"),
        (mask_phone, "12345", "****"),
        (mask_phone, "", "****"),
        (mask_email, "someone@example.com", "s***@example.com"),
        (mask_email, "a@example.com", "***@example.com"),
        (mask_email, "nonsense", "***"),
        (mask_name, "王小明", "王*明"),
        (mask_name, "张三", "张*"),
        (mask_name, "王", "*"),
        (mask_name, "", "*"),
        (mask_name, "欧阳小明", "欧**明"),
        (mask_name, "John Smith", "J*** S***"),
        (mask_wechat, "wxid_abc9", "wx***9"),
        (mask_wechat, "abc", "***"),
    ],
)
def test_masks_look_like_this(mask, value, shown):
    assert mask(value) == shown


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_a_masked_phone_hides_at_least_four_digits(phone):
    shown = [char for char in mask_phone(phone) if char.isdigit()]
    assert len(shown) <= len(phone) - 1 - 4


@given(names)
def test_a_masked_name_shows_at_most_two_characters(name):
    assert sum(char != "*" for char in mask_name(name)) <= min(2, len(name) - 1)


@given(st.emails())
def test_a_masked_mailbox_shows_one_letter_at_most(email):
    assert len(mask_email(email).rpartition("@")[0].replace("*", "")) <= 1


@given(st.text())
def test_no_mask_ever_raises(value):
    for mask in (mask_phone, mask_email, mask_name, mask_wechat):
        assert io.StringIO(mask(value)).read() is not None
