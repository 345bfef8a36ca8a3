"""Agreements: a text for each audience, its versions, who signed and who declined."""
