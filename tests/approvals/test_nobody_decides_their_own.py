"""For every act that any policy lets somebody approve, and for every role: neither asker nor anybody named decides."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone

from factories import SchoolFactory, somebody
from schoolgate.approvals.actions import asking, deciding
from schoolgate.approvals.deciders import may_decide, may_revoke
from schoolgate.approvals.kinds import kinds, need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.roles import GRANTED_BY, Role
from schoolgate.policy.engine import Rulebook, judge
from schoolgate.policy.models import in_force
from schoolgate.policy.pack import pack_names
from schoolgate.policy.sources import pack
from schoolgate.policy.speaking import may_speak_as
from schoolgate.policy.vocabulary import act_named

pytestmark = pytest.mark.django_db
