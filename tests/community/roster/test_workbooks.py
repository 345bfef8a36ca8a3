"""Workbooks as Excel, other programs and ill-meaning people write them."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from schoolgate.community.roster.reading.problems import UnreadableError
from schoolgate.community.roster.reading.sheets import open_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KEYS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="str"><v>DOB</v></c></row>'


def relations(*said: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{KEYS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(said, 1)
    )
    return f'<Relationships xmlns="{RELATED}">{inside}</Relationships>'


def packed(rows: str = HEAD, before: str = "", prefix: str = "", **parts: str) -> bytes:
    """A workbook of two sheets, the second one open, with these rows; `parts` by name, such as styles."""
    p = f"{prefix}:" if prefix else ""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": f'<{p}workbook {name}="{MAIN}" xmlns:r="{KEYS}"><{p}bookViews><{p}workbookView activeTab="1"/>'
        f'</{p}bookViews><{p}sheets><{p}sheet name="Old" sheetId="1" r:id="r1"/>'
        f'<{p}sheet name="New" sheetId="2" r:id="r2"/></{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("worksheet", "worksheets/sheet2.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
        "xl/worksheets/sheet2.xml": f'<{p}worksheet {name}="{MAIN}">{before}<{p}sheetData>{rows}</{p}sheetData>'
        f"</{p}worksheet>",
        **{f"xl/{part}.xml": text for part, text in parts.items()},
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file, text in files.items():
            zipped.writestr(file, text)
    return data.getvalue()


def saved(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def listed(data: bytes) -> list[tuple[int, list[str]]]:
    sheet = open_sheet(data, "list.xlsx")
    return [(sheet.line, sheet.headings), *sheet.rows]


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableError) as wrong:
        listed(data)
    return wrong.value.problem.kind


def test_cells_of_every_kind():
    data = saved(
        ["Name", "Date of birth", "Number", "Code", "Here", "Share"],
        ["Zoë Example", date(2018, 9, 3), 7, "007", True, 2.5],
        ["  Pip   Example", datetime(2020, 2, 29, 8, 30), 8.0, None, False, None],
        [],
        [None, None, None, "Line\nbreak & more <ok>"],
    )
    assert listed(data) == [
        (1, ["Name", "Date of birth", "Number", "Code", "Here", "Share"]),
        (2, ["Zoë Example", "2018-09-03", "7", "007", "True", "2.5"]),
        (3, ["Pip   Example", "2020-02-29", "8", "", "False"]),
        (5, ["", "", "", "Line\nbreak & more <ok>"]),
    ]


def test_words_that_cells_share_with_their_styles_but_not_how_they_are_said():
    words = (
        f'<sst xmlns="{MAIN}"><si><r><rPr><b/></rPr><t>Zo</t></r><r><t xml:space="preserve">ë Example</t></r>'
        "<rPh><t>ZOE</t></rPh></si><si/><si><t>Pip &amp; co</t></si></sst>"
    )
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
        "</styleSheet>"
    )
    rows = (
        f'{HEAD}<row r="7"><c r="A7" t="s"><v>0</v></c><c r="B7" s="1"><f>TODAY()</f><v>43346</v></c></row>'
        '<row><c t="s"><v>2</v></c><c s="0"><v>43346</v></c></row>'
        '<row r="9"><c r="A9" t="s"><v>1</v></c><c r="CZ9"><v>1</v></c></row>'
        '<row r="10"><c r="B10" t="d"><v>2018-09-03T00:00:00</v></c></row>'
    )
    assert listed(packed(rows, sharedStrings=words, styles=styles)) == [
        (1, ["Name", "DOB"]),
        (7, ["Zoë Example", "2018-09-03"]),
        (8, ["Pip & co", "43346"]),
        (10, ["", "2018-09-03"]),
    ]


def test_names_of_elements_may_have_a_prefix():
    rows = HEAD.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    assert listed(packed(rows, prefix="x")) == [(1, ["Name", "DOB"])]


@pytest.mark.parametrize("part", ["styles", "workbook", "_rels/workbook.xml.rels"])
def test_no_part_besides_the_rows_and_their_words_is_large(part: str):
    data = io.BytesIO(packed(styles="<styleSheet/>"))
    name = f"xl/{part}" if part.endswith(".rels") else f"xl/{part}.xml"
    with zipfile.ZipFile(data) as whole:
        text = whole.read(name).decode()
        files = {one: whole.read(one) for one in whole.namelist()}
    end = text.rindex("<")
    files[name] = f"{text[:end]}{' ' * (5 << 20)}{text[end:]}".encode()
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as zipped:
        for one, said in files.items():
            zipped.writestr(one, said)
    assert len(large.getvalue()) < 20_000
    assert refused(large.getvalue()) == "too_big"


MANY = 400_000
ROW = f"{HEAD}<row>{'<c/>' * MANY}</row>"
STRANGE = f"<sheetViews>{'<x/>' * MANY}</sheetViews>"
PIECES = f'{HEAD}<row><c t="str"><v>{"a<!-- -->" * (MANY // 4)}</v></c></row>'
RUNS = f'<sst xmlns="{MAIN}"><si>{"<r/>" * MANY}</si></sst>'


@pytest.mark.parametrize(
    "data",
    [packed(ROW), packed(before=STRANGE), packed(PIECES), packed(sharedStrings=RUNS)],
    ids=["a row without end", "elements that are not rows", "a cell without end", "a word without end"],
)
def test_what_is_packed_small_is_not_held_whole(data: bytes):
    tracemalloc.start()
    try:
        assert len(listed(data)) >= 1
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


DEEP = "<a>" * MANY
NAMES = "".join(f"<a{number:x} b{number:x}=''/>" for number in range(MANY // 4))


@pytest.mark.parametrize(
    "data",
    [packed(HEAD + DEEP), packed(sharedStrings=f"<sst>{DEEP}"), packed(HEAD + NAMES), packed(styles=f"<s>{NAMES}</s>")],
    ids=["deep rows", "deep words", "many names in the rows", "many names in the styles"],
)
def test_what_a_parser_keeps_until_the_end_is_refused_before_it_is_much(data: bytes):
    tracemalloc.start()
    try:
        assert refused(data) == "not_a_workbook"
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_sheet_may_be_as_deep_as_a_workbook_with_extensions_is():
    assert listed(packed(HEAD, before=f"{'<x>' * 40}{'</x>' * 40}" * 3)) == [(1, ["Name", "DOB"])]


@pytest.mark.parametrize(
    "rows",
    [
        f"<c {'x' * (3 << 20)}",
        f"<!-- {'x' * (3 << 20)} -->",
        '<row r="x"/>',
        '<row><c r="7"/></row>',
        '<row><c t="s"><v>5</v></c></row>',
        "<row>",
        "<c><v>1x</v></c>",
    ],
    ids=lambda rows: rows[:20],
)
def test_a_damaged_sheet_or_one_with_a_tag_without_end_says_so(rows: str):
    assert refused(packed(HEAD + rows)) == "not_a_workbook"
