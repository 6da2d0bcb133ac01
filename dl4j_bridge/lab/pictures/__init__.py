"""Pictures of runs, comparisons, trained networks: each function draws one from plain numbers."""
