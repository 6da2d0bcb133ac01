"""The contenders' own processes: each answers the same questions in its own framework."""
