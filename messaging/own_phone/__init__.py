"""A text on the telephone of who wrote it, before it is handed in: asked for on a page, sent by a
worker through a gateway for testing. No message, no contact, in no report."""
