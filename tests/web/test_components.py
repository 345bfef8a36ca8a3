"""The components: what somebody reading the page, or having it read out, is told."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from schoolgate.web.parts import beside, drawing, words
from web.gallery import Everything, render


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/gallery/", {"kind": "must", "page": "7"})
    request.user, request.person = AnonymousUser(), None
    return request


@pytest.fixture
def page(request_: HttpRequest) -> HTMLParser:
    return HTMLParser(render(request_, Everything()))


@pytest.fixture
def wrong(request_: HttpRequest) -> HTMLParser:
    return HTMLParser(render(request_, Everything({"when_0": "31", "when_1": "2", "when_2": "2026"}, {})))


def text(page: HTMLParser, selector: str) -> str:
    found = page.css_first(selector)
    assert found is not None, selector
    return " ".join(found.text().split())


def test_every_verdict_is_said_in_words(page: HTMLParser) -> None:
    said = [node.text() for node in page.css(".sg-answer__word")]
    assert said == [
        "No",
        "Yes, but ask first",
        "Better not",
        "Yes",
        "The policy does not say",
        "It depends",
    ]


def test_no_two_ids_are_the_same(page: HTMLParser) -> None:
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_nothing_is_inline_that_the_content_policy_would_refuse(page: HTMLParser) -> None:
    assert not page.css("[style], style, [onclick], [onload]")
    assert all(
        "src" in node.attributes or node.attributes.get("type") == "application/json" for node in page.css("script")
    )


def test_a_value_is_text_and_never_markup(page: HTMLParser) -> None:
    assert "Old <b>one</b>" in text(page, "tbody")


def test_a_table_on_a_phone_still_says_what_each_cell_is(page: HTMLParser) -> None:
    labels = [cell.attributes["data-label"] for cell in page.css(".sg-table tbody tr:first-child td")]
    assert labels == ["Adopted", "Clauses", "State"]


def test_a_task_tells_its_hint_and_its_status_to_a_screen_reader(page: HTMLParser) -> None:
    link = page.css_first(".govuk-task-list__link")
    told = [text(page, f"#{part}") for part in link.attributes["aria-describedby"].split()]
    assert told == ["It was due on 2 September.", "Overdue"]


def test_the_links_under_a_list_keep_what_was_filtered(page: HTMLParser) -> None:
    links = [node.attributes["href"] for node in page.css(".govuk-pagination a")]
    assert links[0] == "?kind=must&page=6"
    assert links[-1] == "?kind=must&page=8"
    assert page.css_first("[aria-current=page]").text() == "7"


def test_every_field_has_a_name_and_its_hint_is_read_with_it(page: HTMLParser) -> None:
    for field in page.css("main form input:not([type=hidden]), main form select, main form textarea"):
        id_ = field.attributes["id"]
        assert page.css_first(f'label[for="{id_}"]') is not None, id_
        for part in (field.attributes.get("aria-describedby") or "").split():
            assert page.css_first(f"#{part}") is not None, part
    assert page.css_first("#id_name").attributes["aria-describedby"] == "id_name_hint"


def test_each_line_of_the_error_summary_leads_to_its_field(wrong: HTMLParser) -> None:
    links = {" ".join(node.text().split()): node.attributes["href"] for node in wrong.css(".govuk-error-summary a")}
    assert links["Check the date it starts: the calendar has no such day"] == "#id_when"
    assert len(links) >= 2
    for where in links.values():
        assert wrong.css_first(where) is not None, where
    assert text(wrong, "title").startswith("Error: Every component")


def test_a_list_reads_as_people_say_it() -> None:
    assert words.listed(["staff", "former_pupil", "parent"]) == "staff, former pupil and parent"
    assert words.listed(["staff"]) == "staff"
    assert words.listed([]) == ""
    assert words.listed("everyone") == "everyone"


def test_the_document_is_cut_where_clauses_begin() -> None:
    lines = ["a", "b", "c", "d"]
    made = beside.blocks(lines, [{"first": 3, "id": 2}, {"first": 2, "id": 1}, {"first": 3, "id": 3}])
    assert [[number for number, _ in block.lines] for block in made] == [[1], [2], [3, 4]]
    assert [[clause["id"] for clause in block.clauses] for block in made] == [[], [1], [2, 3]]


def test_empty_lines_of_the_document_take_no_room() -> None:
    made = beside.blocks(["", " ", "a", "", "b"], [{"first": 5, "id": 1}])
    assert [[number for number, _ in block.lines] for block in made] == [[3], [5]]
    assert [[clause["id"] for clause in block.clauses] for block in made] == [[], [1]]


def test_every_line_and_every_clause_is_shown_once_even_when_a_clause_points_past_the_end() -> None:
    made = beside.blocks(["a", "b"], [{"first": 9, "id": 1}, {"first": 0, "id": 2}])
    assert [line for block in made for line in block.lines] == [(1, "a"), (2, "b")]
    assert sorted(clause["id"] for block in made for clause in block.clauses) == [1, 2]


def test_the_longest_bar_is_the_largest_value_and_nothing_divides_by_nought() -> None:
    assert [width for _, _, width in drawing.bars([("a", 2), ("b", 4), ("c", 0)])] == ["50.0%", "100.0%", "0.0%"]
    assert drawing.bars([("a", 0)]) == [("a", 0, "0.0%")]
    assert drawing.bars([]) == []


def test_a_line_goes_from_the_left_edge_to_the_right_and_up_to_its_highest_value() -> None:
    drawn = drawing.line([0, 10, 5])
    assert drawn["points"] == "0.0,180.0 300.0,0.0 600.0,90.0"
    assert drawing.line([])["points"] == ""
