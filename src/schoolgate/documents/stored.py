"""A reading as plain data, to be kept as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from schoolgate.documents.model import Block, Document, Label, Line, ReadClause, Reading, Reference


def to_data(reading: Reading) -> dict[str, Any]:
    """A reading as mappings, lists, strings and numbers."""
    return asdict(reading)


def from_data(data: Mapping[str, Any]) -> Reading:
    """The reading that `to_data` gave this data for."""
    document = dict(data["document"])
    document["lines"] = tuple(Line(**line) for line in document["lines"])
    document["blocks"] = tuple(_block(dict(block)) for block in document["blocks"])
    return Reading(
        document=Document(**document),
        clauses=tuple(_clause(dict(clause)) for clause in data["clauses"]),
        dates=dict(data["dates"]),
        people=dict(data["people"]),
    )


def _block(data: dict[str, Any]) -> Block:
    for key in ("lines", "cells"):
        data[key] = tuple(data[key])
    data["starts"] = tuple((offset, number) for offset, number in data["starts"])
    return Block(**data)


def _clause(data: dict[str, Any]) -> ReadClause:
    for key in ("path", "lines", "conditions", "dates"):
        data[key] = tuple(data[key])
    data["who"] = tuple(Label(**label) for label in data["who"])
    data["modality"] = Label(**data["modality"])
    data["act"] = Label(**data["act"]) if data["act"] else None
    data["facts"] = tuple((name, value) for name, value in data["facts"])
    data["references"] = tuple(Reference(**reference) for reference in data["references"])
    return ReadClause(**data)
