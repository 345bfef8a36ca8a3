"""Check a draft: what stands in its way, and what somebody should look at again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from schoolgate.publishing.checking import label, limits, names, personal, pictures, plain, promises, whereabouts
from schoolgate.publishing.checking.model import Draft, Finding, Known

Part = Callable[[Draft, Known], Iterator[Finding]]
PARTS: tuple[Part, ...] = (
    pictures.findings,
    names.findings,
    personal.findings,
    whereabouts.findings,
    promises.findings,
    label.findings,
    plain.findings,
    limits.findings,
)


def check(draft: Draft, known: Known, also: Iterable[Part] = ()) -> list[Finding]:
    """Every finding, what blocks first, otherwise in the order of the parts. `also`: parts that others bring, such as a
    dictionary's for `tone`."""
    found = [
        finding._replace(clauses=finding.clauses or known.asked.cited.get(finding.kind, ()))
        for part in (*PARTS, *also)
        for finding in part(draft, known)
    ]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.level != "block")


def blocks(findings: Iterable[Finding]) -> bool:
    return any(finding.level == "block" for finding in findings)
