"""What follows where somebody may be shown no longer begins here."""

from django.dispatch import Signal

withdrawn = Signal()
"""Sent in the transaction in which a no is said, somebody is never to be shown, or a face turns out to be of somebody
who may not be (the sender is the model of which that is: Consent, NeverShow, Face), with `ledger` (the Change under
way), `person` and `purposes` (a frozenset): every picture of that person that is live for one of them has to come
down. It says nothing of why. It may come where there are no such pictures, and twice for the same."""
