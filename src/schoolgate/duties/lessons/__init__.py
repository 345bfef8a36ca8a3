"""Lessons: what is taught, to which class, when."""
