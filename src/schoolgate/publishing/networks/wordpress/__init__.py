"""A school's own website, where it is a WordPress: posts and pages with their media, over its REST interface."""
