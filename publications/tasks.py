"""What happens after the answer: files are read by a worker (`manage.py db_worker`)."""

from django.tasks import task

from publications.extracting import read_waiting


@task()
def read_file(pk):
    """Read one waiting file. A task that is lost loses nothing: `manage.py extract_text` finds the file."""
    read_waiting(pk)
