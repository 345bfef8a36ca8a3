"""Training: courses, sessions, completions and the courses that come with Schoolgate."""
