"""The verifier names whatever is wrong with a bundle: a byte, a line, a file, the zip around them. It never crashes."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import bagit
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schoolgate.casework.evidence.sharing import bag, verify
from schoolgate.cli import main

KEY = bytes(range(32))
EVIDENCE = {"0001-photo.png": b"\x89PNG" + random.Random(7).randbytes(900), "0002-words.txt": b"He said it again.\n"}


def made(lines: int = 20) -> bytes:
    """A bundle of two items and a chronology; one line of it is left out."""
    rows = [
        {"case": "C-1", "kind": "noted", "words": f"What happened {n}, é", "salt": "ab" * 16, "by": 3}
        for n in range(lines)
    ]
    chronology = [json.loads(line) for line in bag.chained(rows).text.splitlines()]
    if lines > 11:
        chronology[11] = bag.left_out(12, chronology[11]["hash"])
    items = [
        {"file": f"data/evidence/{name}", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in EVIDENCE.items()
    ]
    custody = [{"item": n, "what": what} for what in ("received", "shared") for n in (1, 2)]
    file = io.BytesIO()
    bag.make(
        file,
        reference="R-12345678",
        key=KEY,
        inside=((f"evidence/{name}", data) for name, data in EVIDENCE.items()),
        records={
            "chronology": bag.as_it_stands(chronology),
            "custody": bag.chained(custody),
            "items": bag.chained(items),
        },
    )
    return file.getvalue()


BUNDLE = made()


def check(path: Path, key: bytes | None = KEY) -> dict:
    return verify.verify(str(path), key)


@pytest.fixture
def zip_(tmp_path):
    path = tmp_path / "R.zip"
    path.write_bytes(BUNDLE)
    return path


@pytest.fixture
def unpacked(tmp_path, zip_):
    with zipfile.ZipFile(zip_) as packed:
        packed.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


@pytest.fixture
def opened(tmp_path, zip_):
    verify.verify(str(zip_), KEY, str(tmp_path / "opened"))
    return tmp_path / "opened"


def test_zip_unpacked_and_opened_are_well_and_a_bag_library_agrees(zip_, unpacked, opened):
    for path in (zip_, unpacked, opened):
        assert check(path) == {"ok": True, "items": 2, "problems": []}
    bagit.Bag(str(opened)).validate()
    assert zipfile.ZipFile(zip_).testzip() is None


def test_without_the_key_all_is_never_said_to_be_well(zip_):
    said = check(zip_, None)
    assert (said["ok"], said["items"]) == (False, 0)
    assert said["problems"] == ["The inside was not looked at, because there is no key. Give the key file with --key."]


def test_another_key_says_that_it_is_another(zip_):
    assert check(zip_, bytes(32))["problems"] == ["The key is another bundle's. The inside was not looked at."]


def test_packed_again_by_another_program_it_is_still_well(tmp_path, unpacked):
    path = tmp_path / "again.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in unpacked.rglob("*"):
            packed.write(file, Path("R") / file.relative_to(unpacked))
    assert check(path)["ok"]


def test_what_python_has_opens_a_seal_too():
    """The sealing, written out a second time from docs/decisions and not from the code."""
    import hmac

    sealed = verify.seal(KEY, "sealed/0001", b"words" * 30_000)
    nonce, hidden, tag = sealed[:16], sealed[16:-32], sealed[-32:]
    secret = hmac.digest(KEY, b"schoolgate bundle 1: encrypt", "sha256")
    signing = hmac.digest(KEY, b"schoolgate bundle 1: authenticate", "sha256")
    stream = b"".join(
        hashlib.shake_256(secret + nonce + n.to_bytes(8, "big")).digest(65536) for n in range(len(hidden) // 65536 + 1)
    )
    assert bytes(a ^ b for a, b in zip(hidden, stream, strict=False)) == b"words" * 30_000
    said = (11).to_bytes(8, "big") + len(hidden).to_bytes(8, "big") + b"sealed/0001" + nonce + hidden
    assert hmac.compare_digest(tag, hmac.digest(signing, said, "sha256"))
    with pytest.raises(verify.Changed):
        verify.unseal(KEY, "sealed/0002", sealed)


class TestTheSealedBundle:
    @given(st.integers(0, len(BUNDLE) - 1), st.integers(1, 255))
    @example(len(BUNDLE) - 1, 1)
    @example(len(BUNDLE) - len(verify.MADE) - 2, len(verify.MADE))
    def test_any_byte_of_the_zip_that_is_changed_is_named(self, tmp_path_factory, place, by):
        path = tmp_path_factory.getbasetemp() / "flipped.zip"
        path.write_bytes(BUNDLE[:place] + bytes([BUNDLE[place] ^ by]) + BUNDLE[place + 1 :])
        for key in (KEY, None):
            said = check(path, key)
            assert not said["ok"]
            assert said["problems"]

    @given(st.integers(0, len(BUNDLE) - 1))
    def test_cut_off_anywhere_it_is_named(self, tmp_path_factory, place):
        path = tmp_path_factory.getbasetemp() / "cut.zip"
        path.write_bytes(BUNDLE[:place])
        assert not check(path)["ok"]

    @given(st.binary(min_size=1, max_size=200), st.booleans())
    def test_anything_before_or_after_is_named(self, tmp_path_factory, more, before):
        path = tmp_path_factory.getbasetemp() / "more.zip"
        path.write_bytes(more + BUNDLE if before else BUNDLE + more)
        assert not check(path)["ok"]

    def test_every_file_that_is_changed_missing_or_put_in_anothers_place_is_named_by_what_it_is(self, unpacked):
        with zipfile.ZipFile(io.BytesIO(BUNDLE)) as packed:
            names = packed.namelist()
        for name in names:
            file = unpacked / name
            data = file.read_bytes()
            file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
            problems = check(unpacked)["problems"]
            assert any(name in problem and "has been changed" in problem for problem in problems), (name, problems)
            file.unlink()
            problems = check(unpacked)["problems"]
            assert any(name in problem and "is missing" in problem for problem in problems), (name, problems)
            file.write_bytes(data)
        assert check(unpacked)["ok"]

    def test_evidence_is_named_by_its_name_inside(self, unpacked):
        file = unpacked / "sealed/0001"
        file.write_bytes(file.read_bytes() + b"!")
        assert check(unpacked) == {
            "ok": False,
            "items": 2,
            "problems": ["data/evidence/0001-photo.png (sealed/0001) has been changed."],
        }

    def test_two_sealed_files_in_each_others_place(self, unpacked):
        one, two = unpacked / "sealed/0001", unpacked / "sealed/0002"
        first, second = one.read_bytes(), two.read_bytes()
        one.write_bytes(second)
        two.write_bytes(first)
        assert check(unpacked)["problems"] == [
            "data/evidence/0001-photo.png (sealed/0001) has been changed.",
            "data/evidence/0002-words.txt (sealed/0002) has been changed.",
        ]

    @pytest.mark.parametrize("name", ["notes.txt", "sealed/0099", "json.py", "sealed/deep/er"])
    def test_a_file_that_was_added_is_named(self, unpacked, name):
        (unpacked / name).parent.mkdir(parents=True, exist_ok=True)
        (unpacked / name).write_text("print('here')")
        assert any(name in problem and "added" in problem for problem in check(unpacked)["problems"])

    def test_what_is_whole_can_be_opened_beside_what_is_not(self, tmp_path, unpacked):
        (unpacked / "sealed/0001").write_bytes(b"nothing")
        said = verify.verify(str(unpacked), KEY, str(tmp_path / "out"))
        assert not said["ok"]
        assert (tmp_path / "out/data/evidence/0002-words.txt").read_bytes() == EVIDENCE["0002-words.txt"]
        assert not (tmp_path / "out/data/evidence/0001-photo.png").exists()


class TestAHostileZip:
    def zipped(self, tmp_path, **how) -> Path:
        path = tmp_path / "hostile.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for info in zipfile.ZipFile(io.BytesIO(BUNDLE)).infolist():
                packed.writestr(info, zipfile.ZipFile(io.BytesIO(BUNDLE)).read(info))
            how["add"](packed)
        return path

    @pytest.mark.parametrize(
        "name", ["../../x", "/etc/cron.d/x", "sealed/../../x", "C:\\x", "sealed/0001/../x", "\x1b[2J"]
    )
    def test_a_name_that_leads_out_is_named_and_nothing_is_written(self, tmp_path, name):
        path = self.zipped(tmp_path, add=lambda packed: packed.writestr(name, "x"))
        before = {file for file in tmp_path.parent.rglob("*") if file.is_file()}
        said = verify.verify(str(path), KEY, str(tmp_path / "out"))
        assert any("has been added" in problem for problem in said["problems"])
        assert "\x1b" not in "".join(said["problems"])
        new = {file for file in tmp_path.parent.rglob("*") if file.is_file()} - before
        assert all(file.is_relative_to(tmp_path / "out") for file in new)

    def test_a_link_is_not_followed(self, tmp_path):
        link = zipfile.ZipInfo("sealed/0099")
        link.external_attr = 0o120777 << 16
        path = self.zipped(tmp_path, add=lambda packed: packed.writestr(link, "/etc/passwd"))
        assert any("sealed/0099 has been added" in problem for problem in check(path)["problems"])

    def test_a_link_in_a_folder_is_not_followed(self, unpacked):
        (unpacked / "sealed/0001").unlink()
        (unpacked / "sealed/0001").symlink_to("/etc/passwd")
        problems = check(unpacked)["problems"]
        assert "data/evidence/0001-photo.png (sealed/0001) is missing." in problems

    def test_a_bomb_is_not_unpacked(self, tmp_path):
        path = self.zipped(tmp_path, add=lambda packed: packed.writestr("sealed/0099", bytes(50_000_000)))
        assert any("far more than it holds" in problem for problem in check(path)["problems"])

    @given(st.binary(max_size=400))
    def test_anything_at_all_is_answered(self, tmp_path_factory, data):
        path = tmp_path_factory.getbasetemp() / "any.zip"
        path.write_bytes(data)
        assert not check(path)["ok"]


def forge(opened: Path, name: str, data: bytes) -> None:
    """Change a file of an opened bag, and the lists of the bag with it, so that only what it says can give it away."""
    (opened / name).write_bytes(data)
    payload = {str(file.relative_to(opened)): file for file in (opened / "data").rglob("*") if file.is_file()}
    hashes = {said: hashlib.sha256(file.read_bytes()).hexdigest() for said, file in payload.items()}
    (opened / "manifest-sha256.txt").write_text(verify.seals_text(hashes))
    tags = {tag: hashlib.sha256((opened / tag).read_bytes()).hexdigest() for tag in verify.TAGS}
    (opened / "tagmanifest-sha256.txt").write_text(verify.seals_text(tags))


def rows(opened: Path, record: str = "chronology") -> list[bytes]:
    return (opened / f"data/{record}.jsonl").read_bytes().splitlines(keepends=True)


def found(opened: Path, lines: list[bytes], record: str = "chronology") -> list[str]:
    forge(opened, f"data/{record}.jsonl", b"".join(lines))
    return check(opened, None)["problems"]


class TestTheChronology:
    def test_a_changed_line(self, opened):
        lines = rows(opened)
        lines[16] = lines[16].replace(b"happened", b"happenes")
        assert found(opened, lines) == ["Line 17 of the chronology has been changed."]

    def test_a_missing_line(self, opened):
        lines = rows(opened)
        del lines[17]
        assert found(opened, lines) == ["Line 18 of the chronology is missing."]

    def test_missing_lines_at_the_end(self, opened):
        assert found(opened, rows(opened)[:15]) == ["Lines 16 to 20 of the chronology are missing."]

    def test_all_lines_missing(self, opened):
        assert found(opened, []) == ["Lines 1 to 20 of the chronology are missing."]

    def test_two_that_changed_places(self, opened):
        lines = rows(opened)
        lines[2], lines[3] = lines[3], lines[2]
        assert found(opened, lines) == ["Lines 3 and 4 of the chronology have changed places."]

    def test_one_that_stands_there_twice(self, opened):
        lines = rows(opened)
        assert found(opened, [*lines[:5], lines[4], *lines[5:]]) == ["Line 5 of the chronology stands there twice."]

    def test_one_added_at_the_end(self, opened):
        lines = rows(opened)
        last = json.loads(lines[-1])["hash"]
        row = {"number": 21, "previous": last, "words": "It was all settled."}
        row["hash"] = bag.sha256(bag.canonical(row))
        assert found(opened, [*lines, bag.canonical(row).encode() + b"\n"]) == [
            "Line 21 of the chronology has been added."
        ]

    def test_one_written_anew_with_a_hash_of_its_own(self, opened):
        lines = rows(opened)
        row = {key: value for key, value in json.loads(lines[6]).items() if key != "hash"} | {"words": "Nothing."}
        lines[6] = bag.canonical({**row, "hash": bag.sha256(bag.canonical(row))}).encode() + b"\n"
        assert found(opened, lines) == ["Line 8 of the chronology does not follow on line 7: one was replaced."]

    def test_one_that_is_left_out_still_holds_its_place(self, opened):
        lines = rows(opened)
        stub = json.loads(lines[11])
        assert stub == {"hash": stub["hash"], "left_out": True, "number": 12}
        lines[11] = lines[11].replace(stub["hash"][:8].encode(), b"00000000")
        assert found(opened, lines) == ["Line 13 of the chronology does not follow on line 12: one was replaced."]

    @given(st.data())
    def test_any_byte(self, tmp_path_factory, data):
        opened = self._opened(tmp_path_factory)
        raw = b"".join(rows(opened))
        place = data.draw(st.integers(0, len(raw) - 1))
        by = data.draw(st.integers(1, 255))
        problems = found(opened, [raw[:place] + bytes([raw[place] ^ by]) + raw[place + 1 :]])
        forge(opened, "data/chronology.jsonl", raw)
        number = raw[:place].count(b"\n") + 1
        assert any(re.search(rf"ines? {number}\b|cut off", said) for said in problems)

    @given(st.permutations(range(20)), st.sets(st.integers(0, 19), max_size=4))
    def test_any_order_and_any_lines_dropped(self, tmp_path_factory, order, dropped):
        opened = self._opened(tmp_path_factory)
        lines = rows(opened)
        kept = [n for n in order if n not in dropped]
        problems = found(opened, [lines[n] for n in kept])
        forge(opened, "data/chronology.jsonl", b"".join(lines))
        assert bool(problems) == (kept != list(range(20)))

    @given(
        st.lists(
            st.sampled_from(
                [
                    b"[" * 5000,
                    b"null",
                    b"{}",
                    b'{"number":1e400,"hash":"x"}',
                    b"\xff\xfe",
                    b'{"number":[1],"hash":{}}',
                    b'{"number":true,"hash":"","previous":""}',
                    b'{"number":99999999999999999999,"hash":""}',
                    b'{"hash":"\\ud800","number":1,"previous":""}',
                    b'{"left_out":true,"number":3,"hash":"zz"}',
                ]
            ),
            max_size=6,
        )
    )
    def test_lines_of_any_kind_are_answered(self, lines):
        said = verify.Found()
        verify.check_lines(b"".join(line + b"\n" for line in lines), "chronology", (3, "x"), said)
        assert said.problems

    def _opened(self, factory) -> Path:
        folder = factory.getbasetemp() / "opened-once"
        if not folder.exists():
            (factory.getbasetemp() / "once.zip").write_bytes(BUNDLE)
            verify.verify(str(factory.getbasetemp() / "once.zip"), KEY, str(folder))
        return folder


class TestEvidenceAndItsCustody:
    def test_evidence_with_the_lists_made_to_fit(self, opened):
        forge(opened, "data/evidence/0001-photo.png", b"another")
        assert check(opened)["problems"] == [
            "data/evidence/0001-photo.png has been changed: it is not what the list of items says came in."
        ]

    def test_evidence_alone(self, opened):
        (opened / "data/evidence/0001-photo.png").write_bytes(b"another")
        assert (
            "data/evidence/0001-photo.png has been changed: it is not what manifest-sha256.txt says."
            in check(opened)["problems"]
        )

    def test_evidence_that_is_missing_or_added(self, opened):
        (opened / "data/evidence/0001-photo.png").rename(opened / "data/evidence/0003-photo.png")
        problems = check(opened)["problems"]
        assert "data/evidence/0001-photo.png is missing." in problems
        assert any("0003-photo.png is in no list of the bag" in problem for problem in problems)

    def test_a_custody_line_that_was_changed_or_dropped(self, opened):
        lines = rows(opened, "custody")
        assert found(opened, [*lines[:2], *lines[3:]], "custody") == ["Line 3 of the custody record is missing."]
        lines[1] = lines[1].replace(b"received", b"recieved")
        assert "Line 2 of the custody record has been changed." in found(opened, lines, "custody")

    def test_an_item_that_nobody_held(self, opened):
        lines = [line for line in rows(opened, "custody") if json.loads(line)["item"] == 1]
        assert "The custody record does not say who held item 2." in found(opened, lines, "custody")

    @pytest.mark.parametrize(
        "name", ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "data/case.json"]
    )
    def test_any_byte_of_the_bags_own_files(self, opened, name):
        kept = (opened / name).read_bytes()
        for place in range(len(kept)):
            for by in (1, 32, 128):
                (opened / name).write_bytes(kept[:place] + bytes([kept[place] ^ by]) + kept[place + 1 :])
                assert not check(opened)["ok"], (place, by)
        (opened / name).write_bytes(kept)
        (opened / name).rename(opened.parent / "gone")
        assert any(name in problem for problem in check(opened)["problems"])


class TestTheCommand:
    def test_the_file_alone_and_the_product_give_the_same_answer(self, tmp_path, zip_, capsys):
        key = tmp_path / "key.txt"
        key.write_text(bag.key_file("R-12345678", KEY))
        alone = tmp_path / "alone"
        alone.mkdir()
        (alone / "verify.py").write_bytes(zipfile.ZipFile(zip_).read("verify.py"))
        words = [str(zip_), "--key", str(key), "--json"]
        said = subprocess.run([sys.executable, "-I", "-S", alone / "verify.py", *words], capture_output=True)
        assert main(["evidence", "verify", *words]) == said.returncode == 0
        ours = capsys.readouterr().out
        assert json.loads(ours) == json.loads(said.stdout) == {"ok": True, "items": 2, "problems": []}

    def test_in_words(self, zip_, capsys):
        assert main(["evidence", "verify", str(zip_)]) == 1
        assert "there is no key" in capsys.readouterr().out

    @pytest.mark.parametrize("how", ["no bundle", "no key", "not a key", "not empty", "no place"])
    def test_what_cannot_be_checked_is_said_in_a_sentence(self, tmp_path, zip_, how, capsys):
        (tmp_path / "other.txt").write_text("My shopping.")
        (tmp_path / "key.txt").write_text(bag.key_file("R-1", KEY))
        key = str(tmp_path / "key.txt")
        words = {
            "no bundle": [str(tmp_path / "nothing.zip")],
            "no key": [str(zip_), "--key", str(tmp_path / "nothing")],
            "not a key": [str(zip_), "--key", str(tmp_path / "other.txt")],
            "not empty": [str(zip_), "--key", key, "--open", str(tmp_path)],
            "no place": [str(zip_), "--key", key, "--open", str(tmp_path / "other.txt")],
        }[how]
        assert main(["evidence", "verify", *words, "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["error"].endswith(".")
        assert verify.main([*words, "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["error"].endswith(".")

    def test_a_terminal_that_knows_only_ascii(self, tmp_path, zip_):
        environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
        source = files("schoolgate.casework.evidence.sharing").joinpath("verify.py")
        said = subprocess.run([sys.executable, str(source), zip_], capture_output=True, env=environment)
        assert said.returncode == 1

    def test_it_is_python_3_8_and_needs_nothing_but_its_library(self):
        tree = ast.parse(bag.verifier(), feature_version=(3, 8))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert names - {"__future__"} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("screen shot.PNG", "0007-screen-shot.png"),
        ("../../etc/passwd", "0007-item.etcpasswd"),
        ("Ünïcode né.jpeg", "0007-Unicode-ne.jpeg"),
        ("", "0007-item"),
        ("con", "0007-con"),
        ("x" * 300 + ".txt", f"0007-{'x' * 50}.txt"),
        ("\u202egpj.exe", "0007-gpj.exe"),
    ],
)
def test_a_name_in_the_bag_is_safe_anywhere(name, safe):
    assert bag.safe_name(7, name) == safe
    assert verify.INSIDE_NAME.fullmatch(f"data/evidence/{safe}")


def test_what_could_do_harm_cannot_be_opened_by_a_click():
    assert bag.safe_name(2, "page.html", inert=True) == "0002-page.html.bin"
