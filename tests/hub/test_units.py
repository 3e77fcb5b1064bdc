"""The systemd units of deploy/: whole, about commands that exist, and on time when the clocks change."""

import re
import shutil
import subprocess

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

pytestmark = pytest.mark.once
UNITS = settings.BASE_DIR / "deploy" / "systemd"
TIMERS = sorted(UNITS.glob("*.timer"))
PERIODIC = re.compile(r"run it (once|every|hourly)|\bDaily\.", re.IGNORECASE)
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd is not installed here"
)


def names(units):
    return [unit.name for unit in units]


@pytest.mark.parametrize("timer", TIMERS, ids=names(TIMERS))
def test_timer_starts_a_command_that_exists(timer):
    name = timer.stem.partition("@")[2]
    service = UNITS / ("hub@.service" if name else f"{timer.stem}.service")
    command = name or re.search(r"manage\.py (\w+)", service.read_text())[1]

    assert command in get_commands()
    assert "WantedBy=timers.target" in timer.read_text()


@needs_systemd
def test_units_are_whole(tmp_path):
    for unit in UNITS.iterdir():
        text = unit.read_text().replace("/opt/hub/.venv/bin/", "/usr/bin/")
        text = re.sub(r"^(ExecStart\w*|ExecReload)=/(usr/bin/|opt/)\S+", r"\1=/bin/true", text, flags=re.M)
        (tmp_path / unit.name.replace("hub@.", "hub@x.")).write_text(text)
    written = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(["systemd-analyze", "verify", *written], capture_output=True, text=True)

    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("timer", TIMERS, ids=names(TIMERS))
def test_daily_timer_keeps_clear_of_the_hour_that_comes_twice_or_never(timer):
    assert not re.search(r"OnCalendar=\S+ 0?1:", timer.read_text())


@needs_systemd
@pytest.mark.parametrize("timer", TIMERS, ids=names(TIMERS))
def test_time_of_the_timer_is_one(timer):
    when = re.search(r"OnCalendar=(.*)", timer.read_text())[1]
    done = subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, text=True)

    assert "Next elapse" in done.stdout, done.stderr


def test_every_command_that_asks_for_a_clock_has_a_timer():
    periodic = {
        name
        for name, app in get_commands().items()
        if not app.startswith("django.") and PERIODIC.search(load_command_class(app, name).help)
    }

    assert periodic - {timer.stem.partition("@")[2] for timer in TIMERS} == set()
