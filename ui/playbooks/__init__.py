"""Playbooks in the window: the steps of a class of cases beside the conversation, ticked as they are done."""
