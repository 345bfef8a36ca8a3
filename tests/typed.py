"""A form as a browser would send it: what the page came with, and what somebody changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

Sent = dict[str, list[str]]


def form_on(page: HttpResponse | str) -> Sent:
    """The values of the first form of a page that is sent by POST inside its main part."""
    text = page if isinstance(page, str) else page.content.decode()
    sent: Sent = {}
    form = LexborHTMLParser(text).css_first("main form[method=post]")
    assert form is not None, "the page has no form"
    for field in form.css("input, textarea, select"):
        name, kind = field.attributes.get("name"), field.attributes.get("type")
        if not name or (kind in ("checkbox", "radio") and "checked" not in field.attributes):
            continue
        if field.tag == "select":
            chosen = field.css_first("option[selected]") or field.css_first("option")
            sent.setdefault(name, []).append(chosen.attributes.get("value") or "")
        elif field.tag == "textarea":
            sent.setdefault(name, []).append(field.text().removeprefix("\n").replace("\n", "\r\n"))
        else:
            value = field.attributes.get("value", "on" if kind == "checkbox" else "")
            sent.setdefault(name, []).append(value or "")
    return sent


def fill(client: Client, url: str, **changes: Any) -> HttpResponse:
    """Open a page, change some of its fields, send its form and follow where it leads. None unticks."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    return send(client, url, form_on(page), **changes)


def send(client: Client, url: str, sent: Sent, **changes: Any) -> HttpResponse:
    """Send a form that was opened before."""
    values = {name: value for name, value in {**sent, **changes}.items() if value is not None}
    return client.post(url, values, follow=True)


def words(page: HttpResponse) -> str:
    """What a page says in its main part, as one line."""
    main = LexborHTMLParser(page.content.decode()).css_first("main")
    assert main is not None
    return " ".join(main.text(separator=" ").split())


def cells(page: HttpResponse, caption: str) -> list[list[str]]:
    """The rows of the table with that caption, each as its words."""
    for table in LexborHTMLParser(page.content.decode()).css("table"):
        head = table.css_first("caption")
        if head and head.text(strip=True) == caption:
            return [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in table.css("tbody tr")]
    raise AssertionError(f"no table {caption}")
