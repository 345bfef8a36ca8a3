"""Declarations: what somebody tells the school, and where it goes."""
