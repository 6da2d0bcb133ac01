"""The jars on the class path: which, from where, intact."""
