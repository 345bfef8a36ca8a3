"""What can be asked for here: an act, and a role."""

from schoolgate.approvals.acts import AnAct
from schoolgate.approvals.roles import ARole

KINDS = (AnAct(), ARole())
