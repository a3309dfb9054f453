"""Every message there ever was, found by what is known of it; nothing but reading."""
