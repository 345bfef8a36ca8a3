"""What somebody has answered so far about something to declare."""

from schoolgate.community.drafts import Drafts

draft = Drafts("declaration")
