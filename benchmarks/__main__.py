"""`make bench`: what the Hub costs, against a bare Django view in the same run.

The tables are printed, and written to benchmarks/results/ under the day's date.

    python -m benchmarks [--parts pages start memory publish nginx] [--sizes 1 10 100]
                         [--against URL ...] [--against-pid PID] [--times 60] [--rounds 3]

Everything takes about twenty minutes on two cores that do nothing else; `--parts pages --sizes 1 --times 20`
takes one. Processor time is told apart from the clock: other work on the machine blurs the clock more.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import costs, memory, nginx, publish_now, start
from benchmarks.sites import site

PARTS = {"start": start, "memory": memory, "publish": publish_now, "nginx": nginx}
RESULTS = Path(__file__).with_name("results")


def main():
    options = arguments()
    report = Report(options.output)
    report.say(f"# What the Hub costs, {datetime.now(UTC):%d %B %Y}\n\n{machine()}\n")
    report.say(f"Command: `python -m benchmarks {' '.join(sys.argv[1:])}`".strip() + "\n")
    if "pages" in options.parts:
        costs.report(options, report.say)
    chosen = [name for name in PARTS if name in options.parts]
    if chosen:
        with site(options.sizes[0]) as (environment, pages):
            for name in chosen:
                report.part(PARTS[name], environment, pages)
    report.say(f"\nTook {(time.monotonic() - report.started) / 60:.0f} minutes.")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=["pages", *PARTS], default=["pages", *PARTS])
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1, 10, 100], help="times the content of SIZES"
    )
    parser.add_argument("--times", type=int, default=60, help="requests for a page, a way and a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--against", nargs="+", default=[], help="addresses of pages of other sites")
    parser.add_argument("--against-pid", type=int, help="the main process that serves them, if it is here")
    today = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}.md"
    parser.add_argument("--output", type=Path, default=today)
    return parser.parse_args()


class Report:
    """What was found out, on the screen and in a file, line by line."""

    def __init__(self, path):
        self.path, self.started = path, time.monotonic()
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")

    def say(self, text=""):
        print(text, flush=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")

    def part(self, module, environment, pages):
        """Run one measurement; a failure of one does not lose the others."""
        self.say(f"\n## {module.__doc__.splitlines()[0]}\n")
        try:
            module.report(environment, pages, self.say)
        except Exception as error:
            self.say(f"Could not be measured: {error!r}")


def machine():
    """Describe the machine, what runs here, and whether it had other things to do."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    cpu = next((line for line in lines if line.startswith("model name")), ": ?")
    memory_kb = int(Path("/proc/meminfo").read_text().split()[1])
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    return (
        f"{os.cpu_count()} cores ({cpu.partition(': ')[2]}), {memory_kb / 1024**2:.0f} GB,"
        f" {platform.system()} {platform.release()}, Python {platform.python_version()}, commit {commit}."
        f" Load before the start: {os.getloadavg()[0]:.1f}."
    )


if __name__ == "__main__":
    main()
