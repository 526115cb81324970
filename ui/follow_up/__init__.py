"""An agent's reminders in the conversation in front: rows of the profile, the question for a new one, its actions."""
