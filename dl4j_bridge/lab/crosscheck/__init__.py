"""Where two programs agree, where they first part, and why."""
