"""Look at a picture: plain Python, no Django, no network."""
