"""Exit codes, streams, formats and files of `gait scan`."""

import json
import os
import pty
import re
import select
import subprocess
from pathlib import Path

import case_cloudtrail
from case_language import read_story
from checks import Checks, top
from gait_program import Gait, ndjson, put, record

# A quiet fleet in which one bot reads a secret at night and a key moves to another place.
STORY = """A fleet with two things to find.

inventory role/deploy-bot class ci_runner owner team-build environment prod
history  role/deploy-bot ecr:BatchGetImage image/* 20 times a day for 16 days from 203.0.113.0/24 hours 8-18
history  role/web-{1..4} dynamodb:Query carts 30 times a day for 16 days from 203.0.113.0/24
history  role/worker sqs:ReceiveMessage jobs 24 times a day for 16 days from 203.0.113.0/24
history  user/worker s3:GetObject exports/part-* 24 times a day for 16 days from 203.0.113.0/24
day 15 02:14:07  role/deploy-bot secretsmanager:GetSecretValue prod/payroll from 203.0.113.9
day 15 12:00:07  user/worker iam:CreateAccessKey user/worker from 198.51.100.7 region ap-southeast-1 agent python-requests/2.31
"""
TRAINED = "2026-01-18T00:00:00Z"  # before both
ALL = "2026-01-22T00:00:00Z"  # after both


def fleet(scratch: Path) -> list[str]:
    """Arguments of a scan that has findings."""
    return case_cloudtrail.write(read_story(STORY), scratch / "fleet")


def in_terminal(gait: Gait, arguments: list[str], env: dict) -> str:
    """What the program shows when standard output is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([str(gait.path), *arguments], stdin=subprocess.DEVNULL, stdout=theirs,
                          stderr=theirs, cwd=top, env={**os.environ, "TERM": "xterm", **env}) as process:
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], 120)[0]:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            shown += piece
        process.wait(timeout=120)
    os.close(ours)
    return shown.decode(errors="replace")


def check_codes(gait: Gait, checks: Checks, scan: list[str], quiet: list[str]) -> None:
    calls = {
        "a finished scan": (["scan", *quiet], 0),
        "findings below --fail-on": (["scan", *quiet, "--fail-on", "low"], 0),
        "findings at --fail-on": (["scan", *scan, "--fail-on", "low"], 1),
        "findings without --fail-on": (["scan", *scan], 0),
        "help": (["--help"], 0), "help of a command": (["scan", "--help"], 0),
        "the version": (["--version"], 0),
        "no command": ([], 2), "an unknown command": (["hunt"], 2),
        "an unknown option": (["scan", *quiet, "--fast"], 2), "a scan of nothing": (["scan"], 2),
        "an unknown format": (["scan", *quiet, "--format", "xml"], 2),
        "an unknown severity": (["scan", *quiet, "--fail-on", "grave"], 2),
        "a time that is none": (["scan", *quiet, "--train-until", "yesterday"], 2),
        "a path that is not there": (["scan", "/nowhere/at/all"], 3),
        "rules that are not there": (["scan", *quiet, "--rules", "/nowhere"], 3),
        "an address database that is not there": (["scan", *quiet, "--geo", "/nowhere"], 3),
        "a file that cannot be written": (["scan", *quiet, "--html", "/nowhere/x.html"], 3),
    }
    for name, (arguments, code) in calls.items():
        done = gait.run(*arguments)
        problems = [] if done.code == code else [f"code {done.code}, want {code}", *done.err.splitlines()]
        if code == 2 and done.out:
            problems.append(f"a complaint stands on standard output: {done.out[:200]}")
        if code in (2, 3) and not done.talk.strip():
            problems.append("it does not say why")
        checks.expect(f"exit code of {name}", problems)


def check_streams(gait: Gait, checks: Checks, scan: list[str]) -> None:
    piped = gait.run("scan", *scan)
    checks.expect("piped output has no colour and no progress",
                  ["it has"] if "\x1b" in piped.talk or "\r" in piped.talk else [])
    checks.expect("an untroubled scan says nothing on standard error",
                  piped.err.splitlines())
    shown = in_terminal(gait, ["scan", *scan], {"NO_COLOR": ""})
    checks.expect("a terminal gets colour", [] if "\x1b[" in shown else ["it does not"])
    shown = in_terminal(gait, ["scan", *scan], {"NO_COLOR": "1"})
    checks.expect("NO_COLOR is heeded",
                  ["it is not"] if re.search(r"\x1b\[[\d;]*m", shown) else [])
    bad = gait.run("scan", *scan, "/nowhere/at/all", "--format", "json")
    checks.expect("what could not be read is talk beside the data",
                  [] if "/nowhere/at/all" in bad.err and bad.lines() else [bad.talk[-500:]])


def check_formats(gait: Gait, checks: Checks, scan: list[str], scratch: Path) -> None:
    files = {name: scratch / name for name in ("findings", "scores", "page.html", "ocsf")}
    gait.run("scan", *scan, "--findings", files["findings"], "--scores", files["scores"],
             "--html", files["page.html"])
    findings = [json.loads(line) for line in files["findings"].read_text().splitlines()]
    who = {finding["identity"].rsplit("/", 1)[-1] for finding in findings}
    checks.expect("both things are found", [] if {"deploy-bot", "worker"} <= who else [str(who)])

    summary, *said = gait.run("scan", *scan, "--format", "json").lines()
    checks.expect("json is the summary and then the findings",
                  [] if said == findings and "records" in summary else [str(summary)[:300]])
    dashed = gait.run("scan", *scan, "--findings", "-")
    checks.expect("`--findings -` writes the findings and nothing else",
                  [] if dashed.lines() == findings else [dashed.out[:500]])

    ocsf = gait.run("scan", *scan, "--format", "ocsf", "--findings", files["ocsf"])
    problems = [f"class {line.get('class_uid')}" for line in ocsf.lines() if line.get("class_uid") != 2004]
    if len(ocsf.lines()) != len(findings):
        problems.append(f"{len(ocsf.lines())} lines for {len(findings)} findings")
    if files["ocsf"].read_text() != ocsf.out:
        problems.append("the file differs from standard output")
    checks.expect("ocsf is one Detection Finding for a finding", problems)

    scores = [json.loads(line) for line in files["scores"].read_text().splitlines()]
    acts = sum(1 for _ in (scratch / "fleet/logs/cloudtrail.ndjson").open())
    checks.expect("scores have a line per activity", [] if len(scores) == acts else
                  [f"{len(scores)} lines for {acts} activities"])
    page = files["page.html"].read_text()
    loads = re.findall(r"""(?:src|href|action|data)\s*=\s*["']?(?!#)[^"'\s>]+|url\([^)]*\)|@import|<script"""
                       , page, re.IGNORECASE)
    checks.expect("the page loads nothing and runs nothing", loads[:5])
    checks.expect("the page names who was found",
                  [name for name in sorted(who) if name not in page])


def check_training(gait: Gait, checks: Checks, scan: list[str]) -> None:
    after = gait.run("scan", *scan, "--train-until", TRAINED, "--findings", "-").lines()
    early = [finding["id"] for finding in after if finding["time"] < TRAINED]
    checks.expect("nothing before --train-until is reported, what follows is",
                  early if after else ["nothing is reported"])
    silent = gait.run("scan", *scan, "--train-until", ALL, "--findings", "-")
    checks.expect("a scan that only learns is silent", [silent.out[:300]] if silent.out else [])


def check(gait: Gait, checks: Checks, scratch: Path) -> None:
    scan = fleet(scratch)
    quiet = [str(put(scratch, "quiet/a.ndjson", ndjson(record(i) for i in range(30))))]
    check_codes(gait, checks, scan, quiet)
    check_streams(gait, checks, scan)
    check_formats(gait, checks, scan, scratch)
    check_training(gait, checks, scan)
    data = quiet[0]
    stdin = gait.run("scan", "-", "--format", "json", stdin=Path(data).read_bytes())
    checks.expect("`-` reads standard input",
                  [] if stdin.code == 0 and stdin.lines()[0]["records"] == 30 else [stdin.talk[:300]])
