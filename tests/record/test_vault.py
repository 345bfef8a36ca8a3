"""The vault keeps files as they were, and says so when one is not."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from datetime import timedelta

import pytest
from django.conf import settings

from schoolgate.record import vault

TWO_AND_A_BIT = os.urandom(2 * vault.CHUNK + 7)


@pytest.fixture(autouse=True)
def _own_vault(tmp_path, settings):
    settings.DATA = tmp_path


def where(key):
    return settings.DATA / "vault" / key[:2] / key


@pytest.mark.parametrize(
    "size", [0, 1, vault.CHUNK - 1, vault.CHUNK, vault.CHUNK + 1, 2 * vault.CHUNK, 2 * vault.CHUNK + 7]
)
def test_what_is_put_comes_back(size):
    data = TWO_AND_A_BIT[:size]
    stored = vault.put(data)
    assert vault.get(stored.key) == data
    assert (stored.sha256, stored.size) == (hashlib.sha256(data).hexdigest(), size)


def test_a_file_can_be_put_and_read_a_part_at_a_time():
    stored = vault.put(io.BytesIO(TWO_AND_A_BIT))
    assert [len(part) for part in vault.stream(stored.key)] == [vault.CHUNK, vault.CHUNK, 7]


def test_nothing_lies_open_on_the_disk_and_only_its_owner_reads_it():
    stored = vault.put(b"a secret word " * 1000)
    files = [path for path in (settings.DATA / "vault").rglob("*") if path.is_file()]
    assert [path.name for path in files] == [stored.key]
    assert b"secret" not in files[0].read_bytes()
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700


def test_any_byte_that_is_changed_is_found():
    stored = vault.put(b"what somebody wrote")
    whole = where(stored.key).read_bytes()
    for place in range(len(whole)):
        where(stored.key).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(vault.VaultError, match="changed"):
            vault.get(stored.key)


@pytest.mark.parametrize("place", [0, 4, 20, vault.CHUNK + 40, 2 * vault.CHUNK + 60])
def test_a_byte_changed_anywhere_in_a_large_file_is_found(place):
    stored = vault.put(TWO_AND_A_BIT)
    whole = bytearray(where(stored.key).read_bytes())
    whole[place] ^= 1
    where(stored.key).write_bytes(whole)
    with pytest.raises(vault.VaultError, match=stored.key):
        vault.get(stored.key)


@pytest.mark.parametrize("left", [0, 3, 10, 20, 25, vault.CHUNK + 36, 2 * vault.CHUNK + 52])
def test_a_file_cut_short_is_found_also_between_two_parts(left):
    stored = vault.put(TWO_AND_A_BIT)
    where(stored.key).write_bytes(where(stored.key).read_bytes()[:left])
    with pytest.raises(vault.VaultError, match="changed"):
        vault.get(stored.key)


def test_something_added_at_the_end_is_found():
    stored = vault.put(TWO_AND_A_BIT)
    with where(stored.key).open("ab") as file:
        file.write(b"more")
    with pytest.raises(vault.VaultError):
        vault.get(stored.key)


def test_two_files_that_changed_places_are_found():
    one, other = vault.put(b"one file!"), vault.put(b"the other")
    bytes_of_one = where(one.key).read_bytes()
    where(one.key).write_bytes(where(other.key).read_bytes())
    where(other.key).write_bytes(bytes_of_one)
    for stored in (one, other):
        with pytest.raises(vault.VaultError, match="changed"):
            vault.get(stored.key)


def test_two_parts_of_a_file_that_changed_places_are_found():
    stored = vault.put(TWO_AND_A_BIT)
    whole, part = where(stored.key).read_bytes(), vault.CHUNK + vault.TAG
    head, first, second, rest = (
        whole[:20],
        whole[20 : 20 + part],
        whole[20 + part : 20 + 2 * part],
        whole[20 + 2 * part :],
    )
    where(stored.key).write_bytes(head + second + first + rest)
    with pytest.raises(vault.VaultError):
        vault.get(stored.key)


def test_a_missing_file_is_said_to_be_missing_and_a_key_is_never_a_path():
    stored = vault.put(b"x")
    vault.remove(stored.key)
    with pytest.raises(vault.VaultError, match="missing"):
        vault.get(stored.key)
    vault.remove(stored.key)
    for key in ("../../etc/passwd", "", stored.key.upper() + "/", "0" * 31):
        with pytest.raises(vault.VaultError, match="no key"):
            vault.get(key)


def test_sweeping_takes_what_no_row_speaks_of_once_it_is_old():
    kept, orphan, fresh = vault.put(b"kept"), vault.put(b"orphan"), vault.put(b"fresh")
    draft = where(orphan.key).parent / ".draft-killed"
    draft.write_bytes(b"half")
    for path in (where(kept.key), where(orphan.key), draft):
        os.utime(path, (0, 0))
    assert set(vault.sweep({kept.key}, timedelta(days=1))) == {orphan.key, ".draft-killed"}
    assert vault.get(kept.key) == b"kept"
    assert vault.get(fresh.key) == b"fresh"
    with pytest.raises(vault.VaultError):
        vault.get(orphan.key)
