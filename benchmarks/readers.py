"""Watches the processes that read PDFs: how much memory the largest of them took."""

import threading
from contextlib import suppress
from pathlib import Path

EVERY = 0.05  # seconds


class Watch:
    """`with Watch() as watch:` - afterwards `watch.largest` in MiB, and how many readers were `seen`."""

    def __init__(self):
        self.largest, self._pids, self._over = 0, set(), threading.Event()
        self._thread = threading.Thread(target=self._look_on)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self._thread.join()

    @property
    def seen(self):
        return len(self._pids)

    @property
    def allowed(self):
        from publications.extracting import LIMITS

        return LIMITS["memory"] // 1024 // 1024

    def _look_on(self):
        while not self._over.wait(EVERY):
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    self._look_at(process)

    def _look_at(self, process):
        if b"pdf_reader.py" not in (process / "cmdline").read_bytes():
            return
        self._pids.add(process.name)
        status = (process / "status").read_text()
        if "VmHWM:" in status:  # gone for a process that has ended
            self.largest = max(self.largest, int(status.split("VmHWM:")[1].split()[0]) // 1024)
