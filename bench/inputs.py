"""What the benches read: simulated logs in build/bench/data. The large ones are made once; `make
clean` makes them anew."""

import itertools
import shutil
from pathlib import Path

from tools import build, run

# 20,000 identities over three days: some 540,000 records, 800 MB.
fleet = ("--identities", "20000", "--days", "3", "--seed", "11", "--scenario", "default")

# Few enough records to count instructions of.
counted_fleet = ("--identities", "2000", "--days", "3", "--seed", "5", "--scenario", "default")
counted_records = 20_000


class Inputs:
    def __init__(self):
        self.data = build / "data"

    def ndjson(self) -> Path:
        """One file of JSON lines."""
        return self._fleet("ndjson", "--ndjson") / "cloudtrail.ndjson"

    def gz(self) -> Path:
        """The same records as AWS delivers them: many gz files in folders."""
        return self._fleet("gz")

    def counted(self) -> Path:
        """The first records of a smaller fleet. Made anew each time: what is counted must be the
        input that today's simulator makes, or the numbers of two machines differ."""
        path, folder = self.data / "counted.ndjson", self.data / "counted"
        shutil.rmtree(folder, ignore_errors=True)
        run(build / "gait", "simulate", "--out", folder, "--ndjson", *counted_fleet)
        with (folder / "cloudtrail.ndjson").open("rb") as lines, path.open("wb") as out:
            kept = list(itertools.islice(lines, counted_records))
            out.writelines(kept)
        shutil.rmtree(folder)
        assert len(kept) == counted_records, "the counted fleet has records enough"
        return path

    def _fleet(self, name: str, *options: str) -> Path:
        folder = self.data / name
        made = folder.with_suffix(".made")
        arguments = " ".join((*fleet, *options))
        if not made.exists() or made.read_text() != arguments:
            print(f"   simulating {folder.relative_to(build)} ...", flush=True)
            shutil.rmtree(folder, ignore_errors=True)
            self.data.mkdir(parents=True, exist_ok=True)
            run(build / "gait", "simulate", "--out", folder, *fleet, *options)
            made.write_text(arguments)
        return folder
