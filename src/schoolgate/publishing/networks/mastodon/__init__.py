"""Mastodon: short posts on a server that the school chose, copied from there to others."""
