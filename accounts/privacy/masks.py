"""What staff see in place of a personal value. A mask never shows the whole of it."""

HIDDEN = "****"
MAX_STARS = 3  # a longer run would tell the length of the name


def mask_phone(phone: str) -> str:
    """+8613800138000 → 138****8000; elsewhere the last digits only: +44****7890."""
    if phone.startswith("+86") and len(phone) == len("+8613800138000"):
        return f"{phone[3:6]}{HIDDEN}{phone[-4:]}"
    digits = [char for char in phone if char.isdigit()]
    if len(digits) < 8:
        return HIDDEN
    prefix = phone[:3] if phone.startswith("+") and len(digits) >= 10 else ""
    return f"{prefix}{HIDDEN}{''.join(digits[-4:])}"


def mask_account(account: str) -> str:
    """6222 0212 3456 7890 123 → ****0123, of an account, a card or an IBAN."""
    signs = [char for char in account if char.isalnum()]
    return f"{HIDDEN}{''.join(signs[-4:])}"


def mask_email(email: str) -> str:
    """someone@example.com → s***@example.com; a one-letter mailbox shows nothing of itself."""
    mailbox, at, domain = email.rpartition("@")
    if not at:
        return "***"
    return f"{mailbox[:1] if len(mailbox) > 1 else ''}***@{domain}"


def mask_name(name: str) -> str:
    """王小明 → 王*明, 张三 → 张*, John Smith → J*** S***."""
    if name.isascii() and any(char.isalpha() for char in name):
        return " ".join(f"{word[0]}***" if len(word) > 1 else "*" for word in name.split())
    name = name.strip()
    if len(name) < 2:
        return "*"
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * min(len(name) - 2, MAX_STARS)}{name[-1]}"


def mask_device(_token: str) -> str:
    """A device token says nothing to anybody."""
    return HIDDEN


def mask_wechat(wechat_id: str) -> str:
    """wxid_abc9 → wx***9; a short one is hidden wholly."""
    return f"{wechat_id[:2]}***{wechat_id[-1]}" if len(wechat_id) >= 6 else "***"
