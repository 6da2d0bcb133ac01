"""A look at everything a run depends on, also where most of it is broken.

Each module is about one topic, and loads by itself: one that cannot be loaded costs its topic only.
"""
