"""Records that real accounts wrote: all are read. They stay outside the repository."""

import gzip
import json
from pathlib import Path

from checks import Checks, top
from gait_program import Gait, ndjson, put

INVICTUS = top.parent / "shared/data/invictus_dev.jsonl.gz"
SAMPLES = top.parent / "shared/samples/aws_cloudtrail"
HONEST_ALERTS_MAX = 0.05


def read(gait: Gait, checks: Checks, name: str, path: Path, *more) -> tuple[dict, list[dict]]:
    done = gait.run("scan", path, "--format", "json", *more)
    found, *findings = done.lines() or [{}]
    problems = [] if done.code == 0 else [f"code {done.code}", done.err[-500:]]
    if found.get("malformed") != 0:
        problems.append(f"{found.get('malformed')} of {found.get('records')} records are malformed: "
                        f"{done.err[-500:]}")
    checks.expect(f"every record of {name} is read", problems)
    return found, findings


def check_invictus(gait: Gait, checks: Checks, scratch: Path) -> None:
    name = "an attacked account"
    if not INVICTUS.exists():
        checks.skip(f"every record of {name} is read", "shared/data/invictus_dev.jsonl.gz is not there")
        return
    with gzip.open(INVICTUS, "rt") as file:
        entries = [json.loads(line) for line in file]
    log = put(scratch, "invictus/log.ndjson", ndjson(entry["event"] for entry in entries))
    found, findings = read(gait, checks, name, log, "--scores", scratch / "scores")
    checks.expect(f"{name} has {len(entries)} records", [] if
                  found.get("records") == len(entries) else [f"{found.get('records')} records"])
    checks.info(f"{name}: {len(findings)} findings")
    with (scratch / "scores").open() as file:
        risks = {score["event_id"]: score["risk"] for score in map(json.loads, file)}
    measure(checks, entries, risks)


def measure(checks: Checks, entries: list[dict], risks: dict[str, float]) -> None:
    """Recall of events at the lowest risk that alerts at most 5 % of the honest ones."""
    def of(label: str) -> list[float]:
        return sorted(risks.get(entry["event"]["eventID"], 0.0)
                      for entry in entries if entry["label"] == label)

    honest, attack = of("warmup_terraform"), of("attack")
    threshold = honest[int(len(honest) * (1 - HONEST_ALERTS_MAX))]  # alerts are above it
    alerted = sum(risk > threshold for risk in honest) / len(honest)
    recall = sum(risk > threshold for risk in attack) / len(attack)
    checks.info(f"an attacked account without a quiet history: {recall:.1%} of {len(attack)} attack "
                f"events score above risk {threshold:g}, where {alerted:.1%} of {len(honest)} honest "
                "ones do")


def check_samples(gait: Gait, checks: Checks) -> None:
    if not SAMPLES.is_dir():
        checks.skip("every sample is read", "shared/samples/aws_cloudtrail is not there")
        return
    for path in sorted(SAMPLES.glob("*.ndjson")):
        # A record without any time is counted and cannot be learned; that is no fault of ours.
        entries = [json.loads(line) for line in path.read_text().splitlines()]
        dated = [entry for entry in entries if "eventTime" in entry]
        if len(dated) == len(entries):
            read(gait, checks, path.name, path)
            continue
        found = gait.run("scan", path, "--format", "json").lines()[0]
        lost = found["malformed"]
        checks.expect(f"every record of {path.name} is read", [] if
                      found["records"] == len(entries) and lost <= len(entries) - len(dated) else
                      [f"{lost} of {len(entries)} records are malformed"])


def check(gait: Gait, checks: Checks, scratch: Path) -> None:
    check_invictus(gait, checks, scratch)
    check_samples(gait, checks)
