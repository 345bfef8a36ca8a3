"""What a command says when it cannot: one sentence, and with --json one document."""

from __future__ import annotations

import json

import pytest

from schoolgate.cli import main


# A name that is no pack may be a school of the installation.
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("judge", "Say also act, --policy."),
        ("judge --policy glenwod befriend.pupil", "did you mean glenwood?"),
        ("judge --policy glenwood befriend.pupils", "did you mean befriend.pupil?"),
        ("judge --policy glenwood befriend.pupil by=stuff", "did you mean staff?"),
        ("judge --policy glenwood befriend.pupil by=staff by=head", "by is given twice."),
        ("judge --policy glenwood befriend.pupil staff", "Write each as fact=value"),
        ("compare glenwood", "Name two policies or more"),
        ("coverage --policy nowhere", "There is no policy called"),
        ("lint no-such-file.pdf", "no-such-file.pdf cannot be opened"),
    ],
)
def test_it_says_why_and_what_to_do(words: str, says: str, capsys: pytest.CaptureFixture[str]):
    assert main(words.split()) == 2
    plain = capsys.readouterr()
    assert (plain.out, says in plain.err) == ("", True)
    assert main([*words.split(), "--json"]) == 2
    assert says in json.loads(capsys.readouterr().out)["error"]
