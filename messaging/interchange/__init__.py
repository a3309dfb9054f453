"""Templates as YAML, so that they can live in a repository: out as they are in force, in as drafts.

    text = write(now)                                # every wording in force
    outcome = bring_in(read(text), by=person, now=now)   # drafts, never an approval

Reading knows no database; what is wrong with a file is said by entry and field, and then nothing of
it is taken. The same file twice changes nothing the second time.
"""
