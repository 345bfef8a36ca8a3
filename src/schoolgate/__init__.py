"""Schoolgate puts a school's social media policy to work."""

__version__ = "0.1.0"
