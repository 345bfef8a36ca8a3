"""The guide's own words, in each language there is a file for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

ENGLISH = "en"


@cache
def frames() -> Mapping[str, Mapping[str, str]]:
    """Each language by the name of its file (an ISO 639 code), English first."""
    found = {}
    for file in sorted(files("schoolgate.duties.guides").joinpath("languages").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            found[file.name.removesuffix(".yaml")] = yaml.safe_load(file.read_text("utf-8"))
    return {ENGLISH: found.pop(ENGLISH), **found}
