"""The life of a run after planning: release, pause, resume, stop, finish (four eyes: DESIGN 4.6).

Each raises Refused with a sentence for the person who asked, and then nothing has changed.
"""
