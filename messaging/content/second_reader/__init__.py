"""A second reader beside the frames: statistics over words, characters and classes of words.

It knows no rule; it has seen what sentences of a lender's texts look like, and what sentences that
may not leave look like. It asks for the purpose of a sentence the rules let pass, and blocks
when it is nearly sure what they could not place. It places none by itself: only of a sentence
without a risky word in it may fewer words be known where it finds it like the rest. Trained by
``scripts/train_wording_reader.py`` from texts written in this repository.
"""
