"""The customer's profile beside the conversation: how it is presented, its parts, and the pane around them."""

from ui.customers.foot import FootState
from ui.customers.pane import ProfilePane, ProfileShown
from ui.customers.presenter import Moment, ProfileState, present_profile, present_repeat
from ui.customers.wording import done_words

__all__ = [
    "FootState",
    "Moment",
    "ProfilePane",
    "ProfileShown",
    "ProfileState",
    "done_words",
    "present_profile",
    "present_repeat",
]
