"""People's names in words: who stands in a text, however the name is written.

`finder.py` answers it for any people, from values alone; `roll.py` for those of a school.
"""
