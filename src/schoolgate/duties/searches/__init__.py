"""Recruitment searches: the same careful look for every candidate of one post."""
