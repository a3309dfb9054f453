"""Whether the installation works: pulses, incidents and figures for whoever watches from outside.

Pages and workers watch each other: a thread of every web process looks, and so does a task, so that
whichever stands still is noticed by the other.
"""
