"""The demo finds its attacks and raises no alarm about what only looks like one."""

import re
from pathlib import Path

from checks import Checks
from gait_program import Gait

LINE = (r"(\d+) of (\d+) attacks found; (\d+) of (\d+) confounders raised a high finding; "
        r"(\d+) findings about nothing labelled")


def check(gait: Gait, checks: Checks, scratch: Path) -> None:
    for seed in (1, 5):
        name = f"the demo of seed {seed} finds every attack and no confounder"
        if gait.is_sanitized and seed != 1:
            checks.skip(name, "a build with sanitizers is too slow for a second demo")
            continue
        out = scratch / f"demo-{seed}"
        done = gait.run("demo", "--out", out, "--seed", seed)
        line = re.search(LINE, done.out)
        if done.code != 0 or not line:
            checks.fail(name, f"code {done.code}\n{done.talk[-1500:]}")
            continue
        found, attacks, high, confounders, others = map(int, line.groups())
        good = found == attacks > 0 and high == 0 and confounders > 0
        checks.expect(name, [] if good else [line[0]])
        checks.info(f"demo of seed {seed}: {line[0]}")
        checks.expect(f"the demo of seed {seed} leaves its findings and its page",
                      [f"{path} is not there" for path in (out / "findings.ndjson", out / "report.html")
                       if not path.exists()])
