"""What the crash tests run: crash_log.cc, alone or under the shim (shim.cc)."""

import argparse
import subprocess
from pathlib import Path

seconds_max = 120
# In memory where there is such a folder: no crash is played by a disk.
fast_folder = "/dev/shm" if Path("/dev/shm").is_dir() else None


class Programs:
    def __init__(self, options: argparse.Namespace):
        self.folder, self.shim = options.programs.resolve(), options.shim.resolve()

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--programs", type=Path, required=True, help="where crash_log is")
        parser.add_argument("--shim", type=Path, required=True, help="libcrash_shim.so")

    def write(self, folder: Path, entries: int, shim: dict[str, str]) -> subprocess.CompletedProcess:
        """Appends to `folder/log` under the shim; what is durable is told in `folder/acked`."""
        log, acked = folder / "log", folder / "acked"
        return subprocess.run(
            [self.folder / "crash_log", "write", log, str(entries), acked], capture_output=True,
            text=True, timeout=seconds_max,
            env={"LD_PRELOAD": str(self.shim), "GAIT_SHIM_FOLDER": str(log),
                 "GAIT_SHIM_ACKED": str(acked), "ASAN_OPTIONS": "verify_asan_link_order=0", **shim})

    def check(self, log: Path, acknowledged: int, *note: Path) -> str:
        """Recovers the log and goes on with it; what is wrong, or nothing."""
        done = subprocess.run(
            [self.folder / "crash_log", "check", log, str(acknowledged), *note],
            capture_output=True, text=True, timeout=seconds_max)
        said = (done.stdout + done.stderr).strip().splitlines()
        return "" if done.returncode == 0 else (said or [f"exit code {done.returncode}"])[0]
