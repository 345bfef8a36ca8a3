"""Schoolgate puts a school's social media policy to work."""
