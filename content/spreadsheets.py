"""Cells of our tables that a spreadsheet would run as a formula: they go out behind an apostrophe."""

RUNS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text):
    """Return the cell of a text."""
    return f"'{text}" if text.startswith(RUNS) else text


def text_of(cell):
    """Return the text of a cell, without the apostrophe that `harmless` put there."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RUNS) else cell
