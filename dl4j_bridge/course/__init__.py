"""Java course code, read as text: nothing here compiles or runs it."""
