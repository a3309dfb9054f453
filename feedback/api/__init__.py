"""What a lender's telephone system calls."""
