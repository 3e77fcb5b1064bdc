"""OAI-PMH 2.0, by which other repositories read ours."""

from publications.oai.answers import oai

__all__ = ["oai"]
