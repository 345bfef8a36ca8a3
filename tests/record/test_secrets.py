"""The installation's own secrets, and what is sealed with them."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.exceptions import InvalidTag

from schoolgate.record import keys
from schoolgate.record.sealing import seal, unseal


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path, settings):
    settings.DATA = tmp_path / "new"
    made = keys.secret("django")
    keys._secret.cache_clear()

    assert len(made) == 32
    assert keys.secret("django") == made != keys.secret("fields")
    assert stat.S_IMODE(os.stat(tmp_path / "new/keys").st_mode) == 0o700
    assert stat.S_IMODE(os.stat(tmp_path / "new/keys/django").st_mode) == 0o600
    assert sorted(os.listdir(tmp_path / "new/keys")) == ["django", "fields"]


def test_two_workers_that_start_at_once_agree_on_the_secret(tmp_path):
    def read(_):
        return keys._secret.__wrapped__(tmp_path / "keys/django")

    with ThreadPoolExecutor(8) as crowd:
        assert len(set(crowd.map(read, range(32)))) == 1


def test_what_is_sealed_opens_for_its_own_purpose_only():
    sealed = seal("ünïcode", purpose="second step")

    assert unseal(sealed, purpose="second step") == "ünïcode"
    assert seal("ünïcode", purpose="second step") != sealed
    with pytest.raises(InvalidTag):
        unseal(sealed, purpose="another")
