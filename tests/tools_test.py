#!/usr/bin/env python3
"""Tests of the tests: the floors, the language of the cases, the adding up. Each must be able to fail."""

import json
import tempfile
from pathlib import Path

import case_cloudtrail
import case_mmdb
import case_runner
import layering_test
import run_all
from case_language import CaseError, read_story
from checks import Checks

checks = Checks("tools")


def same(name: str, got, want) -> None:
    checks.expect(name, [] if got == want else [f"got  {got!r}", f"want {want!r}"])


def tree(files: dict[str, str]):
    folder = tempfile.TemporaryDirectory()
    for name, text in files.items():
        path = Path(folder.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


FLOORS = """# 0: words
component(base NEEDS fmt::fmt)
# 2: stages
component(left  USES base)
component(right USES base
                NEEDS zlib)
# 3: order
component(engine USES left right)
"""


def test_layering() -> None:
    may, floors, problems = layering_test.read_components(FLOORS)
    same("the floors are read", (may["engine"], floors["right"], problems),
         ({"engine", "left", "right", "base"}, 2, []))
    sideways = layering_test.read_components(FLOORS + "# 3: x\ncomponent(other USES engine)\n")[2]
    same("a sideways use is found", len(sideways), 1)
    undeclared = layering_test.read_components("component(a USES b)\ncomponent(b)\n")[2]
    same("a use before its declaration is found", len(undeclared), 1)

    with tree({"src/left/a.h": '#pragma once\n#include "right/b.h"\n#include "left/c.h"\n',
               "src/left/a.cc": "// std::thread is not for us\nint f() { return std::rand(); }\n"
                                "auto t = std::chrono::system_clock::now();\n",
               "src/left/a_test.cc": '#include "left/fixture.h"\n#include <fstream>\n',
               "src/left/fixture.h": "#pragma once\n#include <random>\n",
               "src/right/b.h": "#ifndef B_H\nnamespace gait::left {\n"}) as folder:
        src = Path(folder, "src")
        same("a trespass is found with its place", layering_test.trespasses(src, may),
             ["src/left/a.h:2: `left` may not include `right` (it uses base)"])
        same("a clock and a die are found, comments and tests are let be",
             [line.split(":")[1] for line in layering_test.breaches(src, ["left"], layering_test.PURE)],
             ["2", "3"])
        same("a missing guard is found", len(layering_test.headers_without_guard(src, ["right"])), 1)
        same("a foreign namespace is found", len(layering_test.foreign_namespaces(src, ["left", "right"])), 1)


STORY = """A bot reads.

history  role/bot s3:GetObject b/k-*3 4 times a day for 7 days weekdays hours 8-10 from 203.0.113.0/24
change   day 8 10:00 deployment until day 8 12:00 identities role/bot,role/web-{1..2} summary "two words"
inventory role/bot class batch_job owner me
day 8 02:14:07  role/bot iam:CreateUser user/x 2 times every 5m denied assumed by user/dba delivered twice
train until day 6
"""


def refusal(line: str) -> str:
    try:
        read_story(f"Something.\n\n{line}\n")
    except CaseError as wrong:
        return str(wrong)
    return "accepted"


def test_language() -> None:
    story = read_story(STORY)
    quiet = [act for act in story.acts if act.action == "s3:GetObject"]
    same("a history of weekdays has no weekend", len(quiet), 4 * 5)
    hours = {act.second % 86_400 // 3600 for act in quiet}
    same("a history keeps its hours", hours <= {8, 9} and bool(hours), True)
    same("a star is one of so many", {act.resource for act in quiet} <= {"b/k-1", "b/k-2", "b/k-3"}, True)
    same("an address is of its network", all(act.address.startswith("203.0.113.") for act in quiet), True)
    same("a change has its window", (story.changes[0]["window_end"], story.changes[0]["identities"][2]),
         ("2026-01-12T12:00:00Z", "aws:111122223333/role/web-2"))
    same("an inventory row is kept", story.inventory[0]["class"], "batch_job")
    same("silent learning has its end", story.train_until, "2026-01-10T00:00:00Z")

    refused = {
        "day 0 10:00 role/a s3:Get x": "line 3: days count from 1",
        "day 2 25:00 role/a s3:Get x": "`25:00` is no time of day",
        "day 2 10:00 deploy-bot s3:Get x": "`deploy-bot` is nobody",
        "day 2 10:00 role/a Get x": "`Get` is no action",
        "day 2 10:00 role/a s3:Get x sideways": "`sideways` is no option",
        "day 2 10:00 role/a s3:Get x from nowhere": "`nowhere` is no address",
        "history role/a s3:Get x often a day for 2 days": "`often` is no number",
        "tomorrow role/a s3:Get x": "`tomorrow` begins no line",
        "history role/a s3:Get x 100000 times a day for 3 days": "a case is a small story",
    }
    for line, words in refused.items():
        said = refusal(line)
        checks.expect(f"refused: {line}", [] if words in said else [f"got {said}"])


def test_records() -> None:
    story = read_story(STORY)
    records = list(case_cloudtrail.records(story))
    late = [record for record in records if record["eventTime"] >= "2026-01-12"]
    same("a session is minted once, and each act comes as often as delivered",
         [record["eventName"] for record in late], ["AssumeRole"] + ["CreateUser"] * 4)
    same("the session is the one that was minted",
         late[0]["responseElements"]["credentials"]["accessKeyId"],
         late[1]["userIdentity"]["accessKeyId"])
    same("a copy is the same record", late[1], late[2])
    same("a denied call says so", late[1]["errorCode"], "AccessDenied")
    ids = [record["eventID"] for record in records]
    same("ids are unique but for copies", len(set(ids)), len(ids) - 2)
    same("the same story is the same bytes", json.dumps(records),
         json.dumps(list(case_cloudtrail.records(read_story(STORY)))))


def test_networks() -> None:
    story = read_story("A.\n\nnetwork 203.0.113.0/24 DE AS64500 Example\n"
                       "network 198.51.100.0/24 BR AS64501 'Other Example'\n")
    same("networks are read", [network["country"] for network in story.networks], ["DE", "BR"])
    file = case_mmdb.build(story.networks)
    same("a long text has its own length", case_mmdb.encode("x" * 40)[:2], bytes([2 << 5 | 29, 11]))
    same("a database ends with its description", file.count(b"\xab\xcd\xefMaxMind.com"), 1)
    overlap = refusal("network 203.0.113.0/24 DE AS1 x\nnetwork 203.0.0.0/16 DE AS1 x")
    same("an overlap is refused", overlap, "line 4: `203.0.0.0/16` overlaps another network")


FINDING = {"severity": "high", "kind": "first_seen_access", "identity": "aws:111122223333/role/bot",
           "deviations": [{"question": "what", "seen": "first use of `x`"}], "rules": ["r"],
           "chain": ["aws:111122223333/user/dba", "aws:111122223333/role/bot"],
           "changes_considered": [{"id": "change-2", "effect": "explains the new action: -8 bits"}]}
RENDERED = """finding  high  first_seen_access  role/bot
         what  first use of `x`
         rule  r
         chain  user/dba > role/bot
         change  change-2: explains the new action"""


def test_cases() -> None:
    same("a finding is rendered in words", case_runner.render([FINDING]), RENDERED)
    same("silence is rendered too", case_runner.render([]), "nothing")
    # A stand-in for Gait that says the same of every story.
    script = f"""#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = --findings ] && echo '{json.dumps(FINDING)}' >"$2"; shift; done
"""
    with tree({"gait": script, "good.case": f"{STORY}----\n{RENDERED}\n",
               "bad.case": f"{STORY}----\nnothing\n", "new.case": f"{STORY}----\n"}) as folder:
        gait = Path(folder, "gait")
        gait.chmod(0o755)

        def verdict(name: str, update: bool = False) -> str:
            return case_runner.run_case(Path(folder, name), gait, update, None)[0]

        same("a case that holds passes", verdict("good.case"), "pass")
        same("a case that does not hold fails", verdict("bad.case"), "fail")
        same("a case without an answer is skipped", verdict("new.case"), "skip")
        same("an update accepts what is said", (verdict("bad.case", True), verdict("bad.case")),
             ("pass", "pass"))
        gait.write_text("#!/bin/sh\nexit 3\n")
        same("a failing program fails the case", verdict("good.case"), "fail")


GTEST = {"testsuites": [{"name": "Suite", "testsuite": [
    {"name": "Good", "status": "RUN", "result": "COMPLETED"},
    {"name": "Bad", "status": "RUN", "result": "COMPLETED", "failures": [{"failure": "a.cc:3"}]},
    {"name": "Away", "status": "RUN", "result": "SKIPPED"},
    {"name": "Off", "status": "NOTRUN", "result": "SUPPRESSED"}]}]}
CRASH = "[ RUN      ] A.B\n[       OK ] A.B (0 ms)\n[ RUN      ] A.C\n==1==ERROR: AddressSanitizer\n"


def counts(verdicts: run_all.Verdicts) -> tuple[int, int, int]:
    return verdicts.passed, verdicts.failed, len(verdicts.skipped)


def test_adding_up() -> None:
    output = "[ RUN      ] Suite.Away\nx.cc:1: Skipped\nno samples here\n\n[  SKIPPED ] Suite.Away (0 ms)\n"
    read = run_all.read_gtest("unit_x", GTEST, output, 1)
    same("gtest cases are counted", (counts(read), read.skipped[0]),
         ((1, 1, 1), "unit_x: Suite.Away: no samples here"))
    same("a leak after good cases is a failure", counts(run_all.read_gtest("u", {}, "leak", 23)), (0, 1, 0))
    same("a crash is a failure", counts(run_all.read_crash("u", CRASH, -6)), (1, 1, 0))
    job = run_all.Job("checks", [], ".", False, [])
    same("lines of checks are counted",
         counts(run_all.read_lines("pass a\nfail b: x\n     y\nskip c: z\npass d\n", 1, job)), (2, 1, 1))
    same("a program that dies silently is a failure",
         counts(run_all.read_lines("pass a\n", 2, job)), (1, 1, 0))
    same("a plain program is one check", counts(run_all.read_lines("done\n", 0, job)), (1, 0, 0))
    chosen = run_all.Job("cases", [], ".", False, ["word"])
    same("no case of a word is no check", counts(run_all.read_lines("", 0, chosen)), (0, 0, 0))
    missing = run_all.run(run_all.Job("unit_gone", ["/nowhere/gone"], ".", True, []))
    same("a program that was not built is a failure", counts(missing), (0, 1, 0))
    same("the last line is exact", (run_all.summary(3, 0, 0), run_all.summary(3, 1, 2)),
         ("3 passed, 0 failed", "3 passed, 1 failed, 2 skipped"))


if __name__ == "__main__":
    test_layering()
    test_language()
    test_records()
    test_networks()
    test_cases()
    test_adding_up()
    checks.exit()
