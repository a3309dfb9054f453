"""Which arm of a trial a customer is in: a stable hash decides, as for the control group."""

from hashlib import sha256


def trial_arm(customer_key: str, trial_id: int, arms: int) -> int:
    """0 to `arms` − 1, each as likely; the same customer always has the same arm of a trial, and
    the arms of two trials have nothing to do with each other."""
    digest = sha256(f"trial {trial_id}\x1f{customer_key}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % arms
