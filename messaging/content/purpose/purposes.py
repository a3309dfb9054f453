"""What the sentences of a text may be for. A reminder is made of these and of nothing else."""

from typing import Final

PURPOSES: Final = (
    "greeting",
    "identification",  # who writes, who speaks
    "fact",  # what is owed and when, what was received, what happens next
    "way_to_pay",
    "help",  # hardship asked about, a plan offered, a kind word
    "consequence",  # the fee in the contract, the credit record, where true
    "contact",  # whom to call, where to complain, what to rate
    "stop_words",
    "check_code",
    "thanks",  # and apologies
    "assurance",  # what we never do or ask, warnings against swindlers, privacy
    "service",  # hours, holidays, faults of the system
    "knowledge",  # about money and credit
)

# Which of them a class of harmless words speaks for (reading/words).
SPEAKS_FOR: Final = {
    "greet": "greeting",
    "wish": "greeting",
    "talk": "identification",
    "we": "identification",
    "debt": "fact",
    "time": "fact",
    "pay": "fact",
    "status": "fact",
    "channel": "way_to_pay",
    "hardship": "help",
    "help": "help",
    "care": "help",
    "credit": "consequence",
    "fee": "consequence",
    "contact": "contact",
    "complain": "contact",
    "survey": "contact",
    "stop": "stop_words",
    "check": "check_code",
    "thanks": "thanks",
    "sorry": "thanks",
    "privacy": "assurance",
    "fraud": "assurance",
    "service": "service",
    "knowledge": "knowledge",
}

# Which class a placeholder's value is of.
OF_VALUES: Final = {
    "customer_name": "greet",
    "masked_name": "greet",
    "salutation": "greet",
    "lender": "we",
    "officer_name": "we",
    "product": "debt",
    "loan_tail": "debt",
    "loan_count": "debt",
    "amount_due": "debt",
    "outstanding": "debt",
    "due_date": "time",
    "days_overdue": "time",
    "overdue_period": "time",
    "days_until_due": "time",
    "ways_to_pay": "channel",
    "hotline": "contact",
    "opt_out_words": "stop",
    "check_code": "check",
    "check_host": "check",
    "cause_sentence": "help",
}
