"""Who reads what others write on the school's pages. On which account, `reaching.py` says."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    # Each on the accounts that they have a part in; head and safeguarding lead on all. A chair of governors, where it
    # falls to them to decide about one.
    "comment.see": frozenset({Role.STAFF, Role.GOVERNOR, Role.CHAIR, Role.DEPUTY_DSL, Role.SLT}),
    "comment.handle": frozenset({Role.STAFF, Role.GOVERNOR}),
}
