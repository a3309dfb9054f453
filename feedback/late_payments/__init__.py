"""Messages that should not have gone, as a payment recorded later shows: found, then settled."""
