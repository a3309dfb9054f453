"""How a message leaves (DESIGN 6): claim → hand over within a permit → record; sweep behind it.

    claim.py      one transaction: due messages, locks, facts, verdicts, texts
    handover.py   waves; one short update puts a wave on the wire, then the driver is called
    record.py     outcomes in bulk
    sweep.py      what a crash left, what nobody answered, what waits for nothing any more

Whoever cancels a message (outbox.py) locks the customers first, ids ascending, then the messages,
ids ascending. The claim never waits for a lock, so it may begin with the messages.
"""
