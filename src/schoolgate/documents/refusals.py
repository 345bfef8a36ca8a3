"""Why a file cannot be read, each in a sentence or two that says what to do next."""

from __future__ import annotations

from schoolgate.documents.model import UnreadableError

MAX_BYTES = 20 * 1024 * 1024
MAX_PAGES = 100
MAX_CHARACTERS = 400_000
MAX_LINES = 15_000
"""About as much text as 100 full pages hold, for the kinds of file that have no pages."""

_MESSAGES = {
    "empty": "This file has no words in it. Check that you chose the right file, then upload it again.",
    "encrypted": "This file is locked with a password. Save a copy without the password, then upload the copy.",
    "scanned": "This file is a picture of a document, so we cannot see its words. "
    "Upload the original Word file, or a PDF made from it rather than from a scanner.",
    "too_long": "This file has more than 100 pages. Upload only the part that holds the policy.",
    "too_big": "This file is larger than 20 MB. Save a smaller copy, for example without pictures, then upload that.",
    "bomb": "This file unpacks to far more than a policy should hold, so we stopped. "
    "Save it again from Word or as a new PDF, then upload that copy.",
    "broken": "This file is damaged, so we cannot open it. Open it yourself, save a new copy, then upload the copy.",
    "unknown_kind": "We cannot read this kind of file. "
    "Save it as a PDF, Word (.docx), web page or text file, then upload that.",
    "welsh": "This document looks as if it is in Welsh, and we can only read English so far. "
    "Upload the English version if you have one.",
    "language": "This document does not look as if it is in English, which is all we can read so far. "
    "Upload an English version if you have one.",
    "too_slow": "This file took too long to read, so we stopped. "
    "Save it again as a new PDF or Word file, then upload that copy.",
}


def refusal(code: str) -> UnreadableError:
    """The error for a code of UnreadableError's list ("welsh" is a `language`)."""
    return UnreadableError("language" if code == "welsh" else code, _MESSAGES[code])
