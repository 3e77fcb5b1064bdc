"""Several who do the same at the same moment: in threads, or one who is overtaken by another."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

AT_ONCE = 8


def at_once(work, jobs):
    """Do all the jobs, up to eight at a time, each with a connection of its own; return what came of them."""

    def alone(job):
        try:
            return work(job)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(alone, jobs))


def overtake(monkeypatch, module, name, by):
    """Let whoever calls this function of a module next wait until `by` is done: begun later, done before."""
    work = getattr(module, name)

    def overtaken(*args):
        monkeypatch.setattr(module, name, work)
        by()
        return work(*args)

    monkeypatch.setattr(module, name, overtaken)
