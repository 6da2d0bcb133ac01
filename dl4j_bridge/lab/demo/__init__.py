"""A page on this machine on which one draws, and sees what a network makes of it."""
