"""Brings records in from files of other catalogues: all of a file or nothing, with every fault by its row."""

from publications.importing.files import attach_files
from publications.importing.reading import READERS, BadFileError
from publications.importing.writing import Outcome, import_rows

__all__ = ["READERS", "BadFileError", "Outcome", "attach_files", "import_rows"]
