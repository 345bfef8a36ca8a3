"""Bluesky: short posts kept on the account's own server, and shown to everybody by the network's app view."""
