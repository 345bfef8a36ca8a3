"""The parts that pages are made of. `{% load components %}`; how to use each is in docs/pages.md."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.utils import render_crispy_form
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django.forms import BaseForm, BoundField
from django.template import Context, Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from schoolgate.web.parts import beside as beside_blocks
from schoolgate.web.parts import control as controls
from schoolgate.web.parts import drawing, words

register = Library()


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A small label. The words carry the meaning; the colour only helps."""
    return format_html('<strong class="govuk-tag{}">{}</strong>', colour and f" govuk-tag--{colour}", text)


@register.simple_tag
def verdict(name: str) -> SafeString:
    """The label of a verdict of acts.md: forbidden, needs, discouraged, allowed, silent or depends."""
    found = words.VERDICTS[name]
    return format_html('<span class="sg-nowrap">{}</span>', tag(found.text, found.colour))


@register.simple_tag
def modality(name: str) -> SafeString:
    """The label of what a clause does: must, must_not, should, should_not, may or statement."""
    found = words.MODALITIES.get(name, words.Word(name.replace("_", " ").capitalize(), "grey"))
    return tag(found.text, found.colour)


@register.filter
def listed(values: object) -> str:
    """['staff', 'governor'] as “staff and governor”; a plain string stays as it is."""
    return words.listed(values)


@register.inclusion_tag("components/answer.html")
def answer(name: str, because: str = "") -> dict[str, Any]:
    """The answer to a question, large: the verdict's word, then one sentence why."""
    return {"name": name, "word": words.VERDICTS[name].answer, "because": because}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Any], prefix: str = "task") -> dict[str, Any]:
    """Tasks with title, url, hint and status, as objects or mappings. Two lists on a page need two prefixes."""
    return {"tasks": [(task, words.status_colour(_get(task, "status"))) for task in tasks], "prefix": prefix}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Rows of (key, value) or (key, value, change_url)."""
    return {"rows": [(*row, "")[:3] for row in rows]}


@register.inclusion_tag("components/table.html")
def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], numbers: str = "") -> dict[str, Any]:
    """A table that stacks on a phone.

    The first cell of a row is its heading. A cell is text, or a mapping with `text` and any of `url`,
    `verdict`, `tag` and `colour`. `numbers` names the columns (from 0, with commas) that hold numbers.
    """
    numeric = {int(part) for part in numbers.split(",") if part.strip()}
    body = [
        [
            {"value": cell, "plain": not isinstance(cell, Mapping), "label": columns[i], "number": i in numeric}
            for i, cell in enumerate(row)
        ]
        for row in rows
    ]
    heads = [(name, i in numeric) for i, name in enumerate(columns)]
    return {"caption": caption, "columns": heads, "rows": body}


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """A passage set apart from the text around it."""
    return format_html('<div class="govuk-inset-text">{}</div>', mark_safe(content))  # noqa: S308


@register.simple_block_tag
def details(content: str, summary: str, *, open: bool = False) -> SafeString:
    """Something that only some people need, behind a click."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        mark_safe(" open") if open else "",
        summary,
        mark_safe(content),  # noqa: S308
    )


@register.simple_block_tag
def nothing(content: str, title: str) -> SafeString:
    """What a list says when it is empty: why, and what to do next."""
    return format_html(
        '<div class="sg-empty"><p class="govuk-body govuk-!-font-weight-bold">{}</p>'
        '<div class="govuk-body govuk-!-margin-bottom-0">{}</div></div>',
        title,
        mark_safe(content),  # noqa: S308
    )


@register.inclusion_tag("components/warning.html")
def warning(text: str) -> dict[str, Any]:
    """One serious sentence."""
    return {"text": text}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Any, name: str = "page") -> dict[str, Any]:
    """The links under a list. `page` is a django.core.paginator.Page; the filters in the address are kept."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    query = context["request"].GET.copy()

    def href(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": href(page.previous_page_number()) if page.has_previous() else "",
        "next": href(page.next_page_number()) if page.has_next() else "",
        "items": [(n, href(n) if isinstance(n, int) else "") for n in numbers],
    }


@register.simple_tag
def breadcrumbs(*crumbs: str) -> SafeString:
    """Where this page is: `{% breadcrumbs "Home" "/" "Policies" "/policies/" %}`."""
    items = format_html_join(
        "",
        '<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="{}">{}</a></li>',
        zip(crumbs[1::2], crumbs[::2], strict=True),
    )
    return format_html(
        '<nav class="govuk-breadcrumbs" aria-label="Breadcrumb"><ol class="govuk-breadcrumbs__list">{}</ol></nav>',
        items,
    )


@register.simple_tag
def back(url: str, text: str = "Back") -> SafeString:
    """The link to the page before, for `{% block back %}`."""
    return format_html('<nav aria-label="Back"><a class="govuk-back-link" href="{}">{}</a></nav>', url, text)


@register.simple_tag
def button(text: str, url: str = "", style: str = "") -> SafeString:
    """A button that sends the form it stands in, or a link that looks like one. Styles: secondary, warning, start."""
    look = "govuk-button" + (f" govuk-button--{style}" if style else "")
    if url:
        return format_html(
            '<a href="{}" role="button" draggable="false" class="{}" data-module="govuk-button">{}</a>',
            url,
            look,
            text,
        )
    return format_html(
        '<button type="submit" class="{}" data-module="govuk-button" data-prevent-double-click="true">{}</button>',
        look,
        text,
    )


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(context: Context, text: str, url: str, style: str = "", **values: str) -> dict[str, Any]:
    """A button that does something by itself, by POST; further values are sent with it."""
    return {"text": text, "url": url, "style": style, "values": values, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/clause_card.html")
def clause_card(clause: Any, outweighed: bool = False) -> dict[str, Any]:
    """A clause: id, section, who, modality, says, and (when known) first, last, url, binds and unsure.

    An object or a mapping.
    """
    return {"clause": clause, "outweighed": outweighed}


@register.inclusion_tag("components/beside.html")
def beside(lines: Sequence[str], clauses: Iterable[Any]) -> dict[str, Any]:
    """The document's lines, numbered from 1, each run beside the clauses that start in it.

    Every clause has `first` and `last` line numbers beside what a clause card takes.
    """
    return {"blocks": beside_blocks.blocks(lines, clauses)}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """How far something has got, in words and drawn."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """What happened, in order: `title`, `at` (a date or a time), and (when known) `by` and `text`."""
    return {"entries": entries}


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(title: str, points: Sequence[tuple[str, float]], unit: str = "Number") -> dict[str, Any]:
    """Bars that are a table, so that everybody can read them. `points` are (label, value), values from 0 up."""
    return {"title": title, "unit": unit, "points": drawing.bars(points)}


@register.inclusion_tag("components/line_chart.html")
def line_chart(title: str, points: Sequence[tuple[str, float]], unit: str = "Number") -> dict[str, Any]:
    """A line over time with its numbers in a table beneath. `points` are (label, value), values from 0 up."""
    return {"title": title, "unit": unit, "points": points, "drawing": drawing.line([v for _, v in points])}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What is wrong with the forms of this page, each line a link to its field."""
    return {"forms": [form for form in forms if form.errors]}


@register.inclusion_tag("components/problem.html")
def problem(words: str, at: str) -> dict[str, Any]:
    """What is wrong with a page that has no form of fields, as a link to the place with this id; nothing for ''."""
    return {"words": words, "at": at}


@register.inclusion_tag("components/filter_form.html", takes_context=True)
def filter_form(context: Context, form: BaseForm, target: str = "results") -> dict[str, Any]:
    """A form that narrows the list with the id `target`; with scripts, the list changes as you choose."""
    return {"form": form, "target": target, "path": context["request"].path}


@register.simple_tag(takes_context=True)
def fields(context: Context, form: BaseForm, heading: bool = False) -> str:
    """Every field of a form. With `heading`, the first label or legend is the heading of the page."""
    helper = getattr(form, "helper", None) or FormHelper(form)
    helper.form_tag, helper.disable_csrf = False, True
    if heading:
        first, *rest = helper.layout.fields if helper.layout else list(form.fields)
        big = {
            "label_size": Size.for_label(Size.LARGE),
            "label_tag": "h1",
            "legend_size": Size.for_legend(Size.LARGE),
            "legend_tag": "h1",
        }
        helper.layout = Layout(Field(first, context=big) if isinstance(first, str) else first, *rest)
    return str(render_crispy_form(form, helper, context))


@register.simple_tag
def control(field: BoundField, counted: object = False) -> str:
    """The input of a field alone, for the templates that draw fields."""
    return controls.draw(field, counted=bool(counted))


def _get(item: Any, name: str) -> Any:
    return item.get(name, "") if isinstance(item, Mapping) else getattr(item, name, "")
