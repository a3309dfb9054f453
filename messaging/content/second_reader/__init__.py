"""A second reader beside the frames: statistics over words, characters and classes of words.

It knows no rule; it has seen what sentences of a lender's texts look like, and what sentences that
may not leave look like. It asks for the purpose of a sentence the rules let pass, and blocks
when it is nearly sure what they could not place. Where it sees nothing at all, in the sentence and
in what stands before and after each comma, it passes over a risky word or a mild frame, of grave
ones none, and lets unknown words be. Trained by
``scripts/train_wording_reader.py`` from texts written in this repository.
"""
