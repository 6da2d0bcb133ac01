"""Readers under fire: files damaged at random, each read in a process that may die of it."""
