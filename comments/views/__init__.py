"""The pages of the comment box: writing, one's own comments, reading, reporting, following."""
