"""Who looks after the service itself, and who reads the report on the whole of it."""

from schoolgate.community.roles import Role

POWERS = {
    "report.see": frozenset({Role.HEAD, Role.SLT, Role.GOVERNOR}),
    "jobs.see": frozenset({Role.TECHNICIAN}),
    "jobs.retry": frozenset({Role.TECHNICIAN}),
}
