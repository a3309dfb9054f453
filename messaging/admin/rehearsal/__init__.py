"""The rehearsal: what waits for approval, all together, played against today's portfolio."""
