"""Every “may I, please”: a request, its decision, its end."""
