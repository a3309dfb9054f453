"""What the services of the inbox refuse, in words for the person who asked."""


class InboxRefused(Exception):
    """Nothing was changed; the message says why and what to do."""
