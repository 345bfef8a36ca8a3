"""Words to a page and to paper: Markdown to safe HTML, HTML to a tagged PDF."""

from __future__ import annotations

from markdown_it import MarkdownIt

STYLE = """
@page { size: A4; margin: 22mm 20mm }
@page { @bottom-center { content: counter(page) " of " counter(pages); font: 9pt Arial, sans-serif } }
body { font: 11pt/1.5 Arial, "Liberation Sans", "DejaVu Sans", sans-serif; color: #0b0c0c }
h1 { font-size: 20pt; line-height: 1.2 }
h2 { font-size: 14pt; break-after: avoid }
h3 { font-size: 12pt; break-after: avoid }
table { border-collapse: collapse; width: 100% }
tr { break-inside: avoid }
th, td { border-bottom: 1px solid #b1b4b6; padding: 3mm 2mm; text-align: left; vertical-align: top }
"""


def to_html(markdown: str) -> str:
    """Markdown as HTML. Tags in the text are shown, not obeyed, and pictures are left out."""
    return str(_reader().render(markdown))


def passages(markdown: str) -> list[str]:
    """What Markdown says without its marks: each heading, paragraph and point of a list as one line."""
    found = []
    for token in _reader().parse(markdown):
        if token.type == "inline":
            words = (" " if part.type.endswith("break") else part.content for part in token.children or [])
            found.append(" ".join("".join(words).split()))
    return found


def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table").disable("image")


def to_pdf(body: str, title: str) -> bytes:
    """HTML as a tagged PDF (PDF/UA) in English, with page numbers. Nothing is fetched from anywhere."""
    from html import escape

    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    page = (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    )
    made = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(made, bytes)
    return made
