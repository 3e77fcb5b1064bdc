"""Turns the facts and our own prose in `fixtures/` into the content that the Hub opens with."""
