"""A question to an answer: no Java object ever in here."""
