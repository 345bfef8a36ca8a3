"""The community's pages, a file for each thing that they are about."""
