"""Files of strangers are looked at by a virus scanner before anybody here opens them."""
