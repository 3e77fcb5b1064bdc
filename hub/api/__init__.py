"""The read-only JSON API: everything public, for programs, without a key."""
