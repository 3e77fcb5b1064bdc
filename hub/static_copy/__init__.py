"""A complete copy of the public site as files, for a web archive or for a shelf."""

from hub.static_copy.walking import write_copy

__all__ = ["write_copy"]
