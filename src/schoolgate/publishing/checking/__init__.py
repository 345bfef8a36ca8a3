"""The check: a draft, its pictures and the channels it is for → findings, before anything is published.

Pure: no database, no clock, no network. `check.py` asks every part; a file a part.
"""
