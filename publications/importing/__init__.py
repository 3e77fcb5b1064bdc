"""Brings records in from other catalogues, all or nothing, with every fault by its row."""

from publications.importing.files import attach_files
from publications.importing.harvesting import harvest
from publications.importing.reading import READERS, BadFileError
from publications.importing.writing import Outcome, import_rows

__all__ = ["READERS", "BadFileError", "Outcome", "attach_files", "harvest", "import_rows"]
