"""A second reader beside the rules: statistics over pieces of words and over the reply as a whole.

It knows no rule and no reason; it has seen what replies of each meaning look like. Where the rules
found nothing, or something weaker, it may raise concern; it never lowers it, and it makes no reply
harmless. Trained by ``scripts/train_second_reader.py`` from texts written in this repository.
"""
