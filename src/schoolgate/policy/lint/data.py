"""The linter's dated tables: YAML beside the checks, read once."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from schoolgate.policy.vocabulary import load_yaml


@cache
def table(name: str) -> Any:
    """The table of that name, as strings, lists and mappings."""
    return load_yaml(files("schoolgate.policy.lint").joinpath(f"{name}.yaml").read_bytes())


@cache
def pattern(text: str, *, exact: bool = False) -> re.Pattern[str]:
    """A compiled pattern; letters of either case match unless `exact`. A space matches any run of space."""
    return re.compile(text.replace(" ?", r"\s*").replace(" ", r"\s+"), 0 if exact else re.IGNORECASE)
