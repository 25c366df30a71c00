"""`gait findings mark`: what people say changes what the next scan finds, and can be taken back."""

import json
import shutil
from pathlib import Path

import case_cloudtrail
from case_language import read_story
from checks import Checks
from end_to_end_state import digest, listed, said
from gait_program import Gait

# The night is read twice by states that do not know it: once to be found, and once more to see
# what came of a mark. So nothing hangs on how fast a profile learns.
STORY = """A bot that reads a secret at night.

inventory role/deploy-bot class ci_runner owner team-build environment prod
history  role/deploy-bot ecr:BatchGetImage image/* 20 times a day for 16 days from 203.0.113.0/24 hours 8-18
history  role/web-{1..4} dynamodb:Query carts 30 times a day for 16 days from 203.0.113.0/24
history  role/worker sqs:ReceiveMessage jobs 24 times a day for 16 days from 203.0.113.0/24
"""
NIGHT = "day 13 02:14:07  role/deploy-bot secretsmanager:GetSecretValue prod/payroll from 203.0.113.9\n"
OTHER_NIGHT = ("day 13 02:14:07  role/deploy-bot iam:CreateAccessKey user/worker from 198.51.100.7 "
               "region ap-southeast-1 agent python-requests/2.31\n")
CUT = b'"eventTime":"2026-01-17'
BOT = "aws:111122223333/role/deploy-bot"


def halves(scratch: Path, night: str) -> tuple[list[str], list[str]]:
    """Arguments of a scan up to the night, and of one from it on."""
    path, *context = case_cloudtrail.write(read_story(STORY + night), scratch / "story")
    lines = Path(path, "cloudtrail.ndjson").read_bytes().splitlines(keepends=True)
    cut = next(i for i, line in enumerate(lines) if CUT in line)
    for name, part in (("before", lines[:cut]), ("after", lines[cut:])):
        (scratch / name).mkdir(parents=True)
        (scratch / name / "a.ndjson").write_bytes(b"".join(part))
    return [str(scratch / "before"), *context], [str(scratch / "after"), *context]


def names(finding: dict, value: str) -> bool:
    """Whether it is about that resource, whose full name ends so."""
    return any(seen.endswith(value) for reason in finding["deviations"] for seen in reason["values"])


def about(found: list[dict], value: str) -> list[dict]:
    """What is reported of the bot and this value."""
    return [finding for finding in found if finding["identity"] == BOT
            and finding["severity"] != "info" and names(finding, value)]


def copied(data: Path, name: str) -> Path:
    return Path(shutil.copytree(data, data.parent / name))


def check_marking(gait: Gait, checks: Checks, data: Path, finding: dict) -> None:
    before = digest(data / "findings.ndjson")
    done = gait.run("findings", "mark", finding["id"], "expected", "--data", data, "--by", "ana",
                    "--reason", "the payroll job")
    checks.expect("mark says what it does and how to take it back",
                  said(done, 0, finding["id"], "prod/payroll", "unmark"))
    acts = [json.loads(line) for line in (data / "feedback.ndjson").read_text().splitlines()]
    checks.expect("one act is one line that says all", [] if len(acts) == 1 and
                  (acts[0]["mark"], acts[0]["by"], acts[0]["identities"]) == ("expected", "ana", [BOT])
                  else [str(acts)])
    checks.expect("the findings stay as they were kept",
                  [] if digest(data / "findings.ndjson") == before else ["the file differs"])
    checks.expect("others may not read the feedback",
                  [] if (data / "feedback.ndjson").stat().st_mode & 0o077 == 0 else ["they may"])
    checks.expect("explain says who marked it",
                  said(gait.run("explain", finding["id"], "--data", data), 0,
                       "marked expected by ana", "the payroll job"))
    checks.expect("the standing heeds it",
                  [str(line["contributors"]) for line in listed(gait, data) if line["identity"] == BOT
                   and any(part["finding"] == finding["id"] for part in line["contributors"])])
    checks.expect("a mark can be taken back",
                  said(gait.run("findings", "unmark", finding["id"], "--data", data), 0))
    checks.expect("the act stays on record",
                  [] if len((data / "feedback.ndjson").read_text().splitlines()) == 2 else ["it does not"])
    checks.expect("what has no mark cannot lose it",
                  said(gait.run("findings", "unmark", finding["id"], "--data", data), 3, "no mark"))


def check_usage(gait: Gait, checks: Checks, data: Path, finding: dict) -> None:
    checks.expect("mark of no finding says where to look",
                  said(gait.run("findings", "mark", "f-0", "benign", "--data", data), 3, "gait findings"))
    checks.expect("an unknown mark is wrong usage",
                  said(gait.run("findings", "mark", finding["id"], "fine", "--data", data), 2, "fine"))
    checks.expect("mark wants a folder",
                  said(gait.run("findings", "mark", finding["id"], "benign"), 2, "--data"))
    checks.expect("findings wants a folder", said(gait.run("findings"), 2, "--data"))
    broken = copied(data, "broken")
    (broken / "feedback.ndjson").write_text("{\n")
    checks.expect("broken feedback is refused, not passed over",
                  said(gait.run("findings", "--data", broken), 2, "feedback.ndjson", "line 1"))


def check_standing(gait: Gait, checks: Checks, data: Path) -> None:
    lines = listed(gait, data)
    standings = [line["standing"] for line in lines]
    checks.expect("identities come in the order of their standing",
                  [] if standings == sorted(standings, reverse=True) and standings[0] > 0
                  else [str(standings)])
    checks.expect("the parts add up to the standing",
                  [f"{line['identity']}: {line['standing']}" for line in lines
                   if round(10 * sum(p["share"] for p in line["contributors"])) != round(10 * line["standing"])])
    checks.expect("profile names what weighs on it",
                  said(gait.run("profile", BOT, "--data", data), 0, "What weighs on it", "standing"))


def check_effect(gait: Gait, checks: Checks, known: Path, marked: Path, finding: dict,
                 nights: dict[str, list[str]]) -> None:
    """Whether the night is found, by what was said about it before."""
    def after(name: str, *acts: list[str], night: str = "prod/payroll") -> list[dict]:
        said_in, folder = copied(marked, f"{name}-said"), copied(known, name)
        for act in acts:
            gait.run("findings", *act, "--data", said_in)
        if acts:
            shutil.copy(said_in / "feedback.ndjson", folder)
        done = gait.run("scan", *nights[night], "--data", folder, "--findings", "-")
        return about(done.lines(), night)

    expected, back = ["mark", finding["id"], "expected"], ["unmark", finding["id"]]
    plain = after("plain")
    checks.expect("without a mark the night is found", [] if plain else ["it is not"])
    checks.expect("what was expected is not found",
                  [found["title"] for found in after("expected", expected)])
    benign = after("benign", ["mark", finding["id"], "benign"])
    checks.expect("what was benign weighs less",
                  [] if all(found["risk"] < plain[0]["risk"] for found in benign) else [str(benign)[:300]])
    again = after("back", expected, back)
    checks.expect("taken back, it is as if never said", [] if again == plain else [str(again)[:300]])
    certain = after("confirmed", ["mark", finding["id"], "confirmed"])
    checks.expect("what was confirmed is certain when it comes again",
                  [] if certain and all(found["certain"] for found in certain) else [str(certain)[:300]])
    told = [change["type"] for found in certain for change in found["changes_considered"]]
    checks.expect("and the finding says which mark it met", [] if "feedback" in told else [str(told)])
    other = after("other", expected, night="iam:CreateAccessKey")
    checks.expect("what was expected approves nothing else", [] if other else ["iam:CreateAccessKey is not found"])


def check(gait: Gait, checks: Checks, scratch: Path) -> None:
    before, night = halves(scratch / "logs", NIGHT)
    _, other_night = halves(scratch / "other-logs", OTHER_NIGHT)
    known, data = scratch / "known", scratch / "data"
    gait.run("scan", *before, "--data", known)
    shutil.copytree(known, data)
    gait.run("scan", *night, "--data", data)
    found = about(gait.run("findings", "--data", data, "--format", "json").lines(), "prod/payroll")
    if not found:
        checks.fail("the night is found", "nothing names prod/payroll")
        return
    check_standing(gait, checks, data)
    check_usage(gait, checks, data, found[0])
    check_effect(gait, checks, known, data, found[0],
                 {"prod/payroll": night, "iam:CreateAccessKey": other_night})
    check_marking(gait, checks, copied(data, "marking"), found[0])
