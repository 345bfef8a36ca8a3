"""Who looks after the service itself."""

from schoolgate.community.roles import Role

POWERS = {
    "jobs.see": frozenset({Role.TECHNICIAN}),
    "jobs.retry": frozenset({Role.TECHNICIAN}),
}
