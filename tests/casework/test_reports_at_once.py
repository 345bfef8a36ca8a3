"""One form, sent by several presses at the same moment, on each database: one report, one case, one file."""

from __future__ import annotations

import pytest

from crowds import outcome

AT_ONCE = """
from crowds import at_once
from factories import SchoolFactory, somebody
from schoolgate.casework.cases.models import Case
from schoolgate.casework.reports import drafts
from schoolgate.casework.reports.actions.telling import send_form
from schoolgate.casework.reports.models import Report, ReportFile

school = SchoolFactory()
somebody("dsl", school=school)
with drafts.changing(drafts.begun()) as held:
    held.answers |= {"what": "Unkind words.", "topic": "bullying", "danger": "no", "voice": "grown-up"}
    drafts.add_file(held, b"words", "a.txt", "clean")
form = drafts.found(held.token)
said = at_once(lambda: send_form(school, form, Report.How.PUBLIC).pk)
rows = [row.objects.of(school).count() for row in (Report, Case, ReportFile)]
print(json.dumps({"said": said, "rows": rows}))
"""


@pytest.mark.whole
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_six_presses_at_once_make_one_report(database, tmp_path, request):
    env = {"SCHOOLGATE_DATA": str(tmp_path)}
    if database == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("postgresql")

    found = outcome(AT_ONCE, env)

    assert found["rows"] == [1, 1, 1]
    assert len(found["said"]) == 6
    assert len(set(found["said"])) == 1, "everybody is led to the same one"
