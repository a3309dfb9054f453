"""What the embedded servers tell a person."""


class EmbeddedError(Exception):
    """The servers cannot run; the message is one sentence saying why and what to do."""
