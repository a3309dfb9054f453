"""What a reply promises: the day that belongs to the verb of paying, and the amount.

A guess to be confirmed by a person: where the words leave a doubt there is no day.
"""
