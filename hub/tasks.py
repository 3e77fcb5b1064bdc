"""What a worker does for the whole site (`manage.py db_worker`)."""

from django.tasks import task

from content.searching import catch_up
from hub.searching import SOURCES


@task()
def update_search_index():
    """Bring the index of the worker's machine up to the database's clock; return how many items it wrote.

    A task that is lost, or comes while another process writes, loses nothing: the next one reads the same.
    """
    return catch_up(SOURCES, wait=False).written
