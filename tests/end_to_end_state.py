"""What `--data` keeps, the commands that ask it, and `gait doctor`."""

import hashlib
import re
from pathlib import Path

from checks import Checks
from end_to_end_cli import fleet
from gait_program import Gait, ndjson, put, record


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def said(done, code: int, *words: str) -> list[str]:
    """Problems when the answer has another code or lacks a word."""
    problems = [] if done.code == code else [f"code {done.code}, want {code}"]
    problems += [f"`{word}` is not said" for word in words if word not in done.talk]
    return problems + (done.talk[:400].splitlines() if problems else [])


def check_questions(gait: Gait, checks: Checks, data: Path) -> None:
    key = "aws:111122223333/role/deploy-bot"
    checks.expect("identities lists everybody",
                  said(gait.run("identities", "--data", data), 0, key, "role/web-4", "user/worker"))
    checks.expect("profile takes the whole key",
                  said(gait.run("profile", key, "--data", data), 0, key, "ecr:BatchGetImage"))
    checks.expect("profile takes the last part",
                  said(gait.run("profile", "deploy-bot", "--data", data), 0, key))
    checks.expect("profile asks back when two could be meant",
                  said(gait.run("profile", "worker", "--data", data), 2, "role/worker", "user/worker"))
    checks.expect("profile of nobody says where to look",
                  said(gait.run("profile", "ghost", "--data", data), 3, "ghost", "gait identities"))

    findings = gait.run("findings", "--data", data, "--format", "json").lines()
    shown = gait.run("findings", "--data", data)
    checks.expect("findings shows each", said(shown, 0, *[finding["id"] for finding in findings]))
    least = gait.run("findings", "--data", data, "--severity", "critical", "--format", "json").lines()
    checks.expect("findings heeds --severity",
                  [f["id"] for f in least if f["severity"] != "critical"])
    if not findings:
        checks.fail("explain tells a finding in full", "there is none to tell")
    else:
        first = findings[0]
        plain = re.sub(r"\s+", " ", gait.run("explain", first["id"], "--data", data).out)
        seen = [re.sub(r"\s+", " ", entry["seen"]) for entry in first["deviations"]]
        checks.expect("explain tells a finding in full", [
            f"it lacks: {text}" for text in [*seen, first["identity"], *first["next_steps"]]
            if text not in plain])
    checks.expect("explain of no finding says where to look",
                  said(gait.run("explain", "f-0", "--data", data), 3, "f-0", "gait findings"))
    risks = {line["identity"]: line["risk"] for line in listed(gait, data)}
    one = gait.run("profile", key, "--data", data, "--format", "json").lines()[0]
    checks.expect("profile and identities agree on the risk",
                  [] if one["risk"] == risks[key] else [f"{one['risk']} and {risks[key]}"])


def listed(gait: Gait, data: Path) -> list[dict]:
    return gait.run("identities", "--data", data, "--format", "json").lines()


def check_again(gait: Gait, checks: Checks, scan: list[str], data: Path) -> None:
    before, found = listed(gait, data), digest(data / "findings.ndjson")
    state = (data / "state.gait").read_bytes()
    again = gait.run("scan", *scan, "--data", data, "--findings", "-")
    checks.expect("a second scan of the same logs finds nothing new", said(again, 0)
                  + ([again.out[:300]] if again.out else []))
    checks.expect("and learns nothing twice", [] if listed(gait, data) == before else ["profiles differ"])
    checks.expect("and keeps each finding once",
                  [] if digest(data / "findings.ndjson") == found else ["the file differs"])
    grown = len((data / "state.gait").read_bytes()) - len(state)
    checks.expect("and leaves the state as it was", [] if (data / "state.gait").read_bytes() == state
                  else [f"state.gait has grown by {grown} bytes"])


def check_halves(gait: Gait, checks: Checks, scan: list[str], scratch: Path) -> None:
    """Two scans of halves are one scan of all, as far as profiles go."""
    lines = Path(scan[0], "cloudtrail.ndjson").read_bytes().splitlines(keepends=True)
    cut = next(i for i, line in enumerate(lines) if b'"eventTime":"2026-01-13' in line)
    halves = [put(scratch, f"half-{i}/a.ndjson", b"".join(part))
              for i, part in enumerate((lines[:cut], lines[cut:]))]
    for half in halves:
        gait.run("scan", half, *scan[1:], "--data", scratch / "halves")
    gait.run("scan", *scan, "--data", scratch / "whole")

    def known(data: Path) -> list[tuple]:
        return sorted((line["identity"], line["activities"]) for line in listed(gait, data))

    checks.expect("two scans in a row know what one scan knows",
                  [] if known(scratch / "halves") == known(scratch / "whole") else
                  [str(known(scratch / "halves"))[:300], str(known(scratch / "whole"))[:300]])


def check_damage(gait: Gait, checks: Checks, scan: list[str], data: Path, scratch: Path) -> None:
    state = (data / "state.gait").read_bytes()
    damaged = {"cut": state[:len(state) // 2], "flipped": state[:-9] + bytes([state[-9] ^ 1]) + state[-8:],
               "foreign": b"hello, I am a text\n", "empty": b""}
    for name, wrong in damaged.items():
        folder = put(scratch, f"state-{name}/state.gait", wrong).parent
        for arguments in (["identities", "--data", folder], ["scan", *scan, "--data", folder]):
            done = gait.run(*arguments)
            problems = said(done, 3, "state") + (["it crashed"] if done.crashed() else [])
            if (folder / "state.gait").read_bytes() != wrong:
                problems.append("the state was overwritten")
            checks.expect(f"a state that is {name} is refused by {arguments[0]}", problems)
    checks.expect("a folder without a state says how to make one",
                  said(gait.run("identities", "--data", scratch / "none"), 3, "gait scan"))


def check_doctor(gait: Gait, checks: Checks, scan: list[str], data: Path) -> None:
    good = gait.run("doctor", *scan, "--data", data)
    checks.expect("doctor finds a good setup good", said(good, 0, "rules", "context", "state", "input"))
    bad = gait.run("doctor", "/nowhere/at/all", "--rules", "/nowhere")
    checks.expect("doctor finds a bad setup bad", said(bad, 3, "problem", "/nowhere"))


def check(gait: Gait, checks: Checks, scratch: Path) -> None:
    scan, data = fleet(scratch), scratch / "data"
    first = gait.run("scan", *scan, "--data", data)
    checks.expect("a scan keeps what it learned", said(first, 0)
                  + [f"{name} is not there" for name in ("state.gait", "findings.ndjson")
                     if not (data / name).exists()])
    checks.expect("others may not read it",
                  [oct(path.stat().st_mode) for path in [data, *data.iterdir()]
                   if path.stat().st_mode & 0o077])
    files = {path.name: digest(path) for path in data.iterdir()}
    check_questions(gait, checks, data)
    check_doctor(gait, checks, scan, data)
    checks.expect("asking changes nothing",
                  [] if files == {path.name: digest(path) for path in data.iterdir()} else ["it did"])
    check_damage(gait, checks, scan, data, scratch)
    check_again(gait, checks, scan, data)
    check_halves(gait, checks, scan, scratch)
    check_known_time(gait, checks, scratch)


def check_known_time(gait: Gait, checks: Checks, scratch: Path) -> None:
    """What lies before the end of an earlier scan is not learned; nobody may miss that."""
    first = put(scratch, "late/first.ndjson", ndjson(record(i) for i in range(60, 90)))
    late = put(scratch, "late/late.ndjson", ndjson(record(i) for i in range(30)))
    gait.run("scan", first, "--data", scratch / "known")
    done = gait.run("scan", late, "--data", scratch / "known")
    checks.expect("records from before the end of the last scan are counted as such",
                  [] if re.search(r"\b30\b[^\n]*(already|earlier|before)", done.out) else
                  done.out.splitlines())
