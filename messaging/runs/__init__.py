"""The life of a run after planning: release, pause, resume, stop, finish (four eyes: DESIGN 4.6).

Each raises Refused with a sentence for the person who asked, and then nothing has changed.
"""

from messaging.runs.contradictions import Contradictions, contradictions
from messaging.runs.control import finish_done, finish_if_done, pause, resume, stop
from messaging.runs.permissions import obstacle_to_release, obstacle_to_stop
from messaging.runs.progress import Progress, progress
from messaging.runs.release import release
from messaging.runs.tranches import preview, standing

__all__ = [
    "Contradictions",
    "Progress",
    "contradictions",
    "finish_done",
    "finish_if_done",
    "obstacle_to_release",
    "obstacle_to_stop",
    "pause",
    "preview",
    "progress",
    "release",
    "resume",
    "standing",
    "stop",
]
