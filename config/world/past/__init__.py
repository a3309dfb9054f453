"""The sandbox's past: ninety days that its borrowers lived before the sample's day.

Runs are planned by the planner itself, from the figures of each day; what left, came back and was
done about it is written in sets, day by day, so that every rule and constraint held on each.
"""
