"""Every mistake that a pack can hold, one file each in tests/policy/broken/.

A comment `# wrong: …` on the faulty line says how the message begins after the file's name and line. The first
line of a mapping stands for the mapping.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schoolgate.policy import pack
from schoolgate.policy.pack import PACKS, Pack, PackError, load, parse, raw

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
SOURCE = Path(pack.__file__)
CHECKS = {"wrong", "mapping", "text", "word", "words", "number", "flag", "dated", "day"}


def mistakes(file: Path) -> list[str]:
    with pytest.raises(PackError) as refused:
        parse(file.read_bytes(), file.name)
    return str(refused.value).splitlines()


def marked(file: Path) -> list[tuple[str, str]]:
    """What the comments say: the file and line, and how the message begins."""
    return [
        (f"{file.name}:{number}:", message.strip())
        for number, line in enumerate(file.read_text().splitlines(), 1)
        for message in line.split("# wrong: ")[1:]
    ]


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_pack_is_told_what_is_wrong_and_on_which_line(file: Path):
    told, wanted = mistakes(file), marked(file)
    assert wanted, "this fixture does not say what is wrong with it"
    for place, message in wanted:
        assert any(one.startswith(f"{place} {message}") for one in told), told
    assert len(told) == len(wanted), told


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_without_its_faulty_line_the_fixture_has_no_other_fault(file: Path):
    """Each fixture is a good pack but for what it shows."""
    assert {line.split(" ", 1)[0] for line in mistakes(file)} == {place for place, _ in marked(file)}


def test_every_check_of_a_pack_has_a_fixture_that_fails_it():
    failed = lines_behind(lambda: [mistakes(file) for file in BROKEN])
    unproved = [f"pack.py:{call.lineno}" for call in checks() if not failed & set(span(call))]
    assert not unproved, f"no fixture in tests/policy/broken fails the checks at {unproved}"


def checks() -> list[ast.AST]:
    """The places in pack.py, outside the reader's own methods, that can find a mistake."""
    tree = ast.parse(SOURCE.read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name != "load"]
    calls = [node for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)]
    found: list[ast.AST] = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr in CHECKS]
    found += [n for f in functions for n in ast.walk(f) if isinstance(n, ast.Raise) and f.name == "_compose"]
    reader = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "_Reader")
    return found + [n for n in ast.walk(reader) if isinstance(n, ast.Call) and ast.unparse(n.func) == "self.wrong"]


def span(node: Any) -> range:
    return range(node.lineno, node.end_lineno + 1)


def lines_behind(run: Callable[[], object]) -> set[int]:
    """The lines of pack.py that stand behind a mistake: every line on the stack when one is noted or raised."""
    seen: set[int] = set()

    def note(frame: FrameType | None) -> None:
        while frame is not None:
            if frame.f_code.co_filename == str(SOURCE):
                seen.add(frame.f_lineno)
            frame = frame.f_back

    def on_raise(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "exception" and issubclass(argument[0], PackError):
            note(frame)
        return on_raise

    def on_call(frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename != str(SOURCE):
            return None
        if frame.f_code.co_name == "wrong":
            note(frame)
        return on_raise if frame.f_code.co_name == "_compose" else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        run()
    finally:
        sys.settrace(before)
    return seen


def test_all_the_mistakes_of_a_pack_are_told_at_once():
    text = "policy: p\ntitle: T\nschool: S\nclauses:\n"
    clause = "  - {{id: P-{0}, section: s, who: [staf], modality: mus, says: S., rules: [{{act: nothing}}]}}\n"
    with pytest.raises(PackError) as refused:
        parse(text + clause.format(1) + clause.format(2), "p.yaml")
    assert [line.split(" ")[0] for line in str(refused.value).splitlines()] == ["p.yaml:5:"] * 3 + ["p.yaml:6:"] * 3


def test_a_policy_that_is_not_there_names_the_nearest():
    with pytest.raises(PackError, match="no policy called “glenwod”; did you mean glenwood"):
        load("glenwod")


def test_a_file_that_is_not_text_is_refused():
    with pytest.raises(PackError, match=r"p\.yaml:1: this is not YAML"):
        parse(b"\xff\xfe\x00title", "p.yaml")


RAW = {name: raw(name) for name in PACKS}
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["yes", "2026-09", "staff", "must_not", "befriend.pupil", "²", "9" * 5000, "\ud800", "HB-1"]),
)
SHAPES = st.recursive(WORDS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner)))


def is_pack_or_mistake(read: Callable[[Any, str], Pack], given: Any) -> bool:
    try:
        return isinstance(read(given, "any.yaml"), Pack)
    except PackError as error:
        return str(error).startswith("any.yaml:")


@given(st.one_of(st.text(st.characters()), st.binary()))
@example("[" * 100_000)
@example("- " * 100_000)
@example("\n".join(" " * n + "-" for n in range(2_000)))
@example("? [a]\n: b")
@example("&a [*a]")
@example("policy: \ud800")
def test_any_text_is_a_pack_or_a_mistake(text: str | bytes):
    assert is_pack_or_mistake(parse, text)


@given(st.sampled_from(PACKS), st.data())
def test_a_good_pack_with_any_one_value_changed_is_a_pack_or_a_mistake(name: str, data: st.DataObject):
    whole = {"policy": name, "school": "S", **RAW[name]}
    clause = dict(data.draw(st.sampled_from(whole["clauses"])))
    clause[data.draw(st.sampled_from(sorted(pack.CLAUSE_KEYS)))] = data.draw(SHAPES)
    assert is_pack_or_mistake(pack.from_data, {**whole, "clauses": [clause]})


@given(st.data())
def test_a_rule_with_any_one_value_changed_is_a_pack_or_a_mistake(data: st.DataObject):
    rule: dict[str, Any] = {"act": "keep.monitoring_data", "when": {"days": {"at_most": "30"}}}
    key = data.draw(st.sampled_from([*pack.RULE_KEYS, "days"]))
    rule |= {"when": {"days": data.draw(SHAPES)}} if key == "days" else {key: data.draw(SHAPES)}
    clause = {"id": "P-1", "section": "s", "who": ["school"], "modality": "may", "says": "S.", "rules": [rule]}
    whole = {"policy": "p", "title": "T", "school": "S", "clauses": [clause]}
    assert is_pack_or_mistake(pack.from_data, whole)
