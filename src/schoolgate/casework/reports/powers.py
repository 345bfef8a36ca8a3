"""Who may do what here: reports. Anybody may tell us on the public pages; these are for whoever signs in."""

from collections.abc import Mapping

from schoolgate.community.roles import SIGNS_IN

POWERS: Mapping[str, frozenset[str]] = {
    "report.make": SIGNS_IN,
}
