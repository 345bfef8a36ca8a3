"""Who may see what others owe, and remind them."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    # Numbers alone: how many have and have not.
    "duties.count": frozenset({Role.HEAD, Role.SLT, Role.GOVERNOR}),
    # Names, with what each of them owes.
    "duties.see_all": frozenset({Role.HEAD, Role.SLT}),
    "duties.remind": frozenset({Role.HEAD, Role.SLT}),
    # Of whom: actions/letting_off.py.
    "duties.let_off": frozenset({Role.HEAD}),
}
