"""A record is written by a scan, checked, proven, exported, checked by a stranger, and falsified."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import record_reference as reference
from checks import Checks
from gait_program import Gait, ndjson, put, record

ROLE = {"type": "AssumedRole", "accountId": "111122223333", "principalId": "AROAEXAMPLE:deploy",
        "arn": "arn:aws:sts::111122223333:assumed-role/deploy/run", "accessKeyId": "ASIAEXAMPLEEXAMPLE01"}
RECORDS = 700


def lines() -> list[dict]:
    """A bot works; in between it becomes a role, which works, too."""
    made = [record(i) for i in range(RECORDS)]
    made[299] = record(299, eventName="AssumeRole", eventSource="sts.amazonaws.com", responseElements={
        "credentials": {"accessKeyId": ROLE["accessKeyId"], "sessionToken": "secret-of-the-session"}})
    for i in (300, 310, 600):
        made[i] = record(i, userIdentity=ROLE, eventName="GetObject")
    return made


def said(done, code: int, *words: str) -> list[str]:
    problems = [] if done.code == code else [f"code {done.code}, want {code}"]
    problems += [f"`{word}` is not said" for word in words if word not in done.talk]
    return problems + (done.talk[:400].splitlines() if problems else [])


def stranger(case: Path, *more: str) -> subprocess.CompletedProcess:
    """verify.py of the case, with nothing around it."""
    return subprocess.run([sys.executable, "-I", str(case / "verify.py"), *more], env={}, cwd="/",
                          capture_output=True, text=True)


def accepted(done: subprocess.CompletedProcess, *words: str) -> list[str]:
    problems = [] if done.returncode == 0 and done.stdout.startswith("ok: ") else [f"code {done.returncode}"]
    problems += [f"`{word}` is not said" for word in words if word not in done.stdout]
    return problems + ((done.stdout + done.stderr)[:400].splitlines() if problems else [])


def refused(done: subprocess.CompletedProcess) -> list[str]:
    held = done.returncode == 4 and done.stdout.startswith("NOT VERIFIED: ") and not done.stderr
    return [] if held else [f"code {done.returncode}", *(done.stdout + done.stderr)[:400].splitlines()]


def entries_of(gait: Gait, log: Path, *question: str) -> list[dict]:
    return gait.run("record", "find", log, "--format", "json", *question).lines()


def check_questions(gait: Gait, checks: Checks, log: Path) -> None:
    every = entries_of(gait, log)
    checks.expect("each record has an entry at its index",
                  [] if [entry["i"] for entry in every] == list(range(RECORDS)) else [f"{len(every)} entries"])
    asked = {"--session": "session", "--credential": "credential", "--identity": "identity",
             "--action": "action", "--address": "address", "--event": "id"}
    wrong = []
    for option, member in asked.items():
        value = every[300][member]
        want = [entry["i"] for entry in every if entry.get(member) == value]
        got = [entry["i"] for entry in entries_of(gait, log, option, value)]
        wrong += [] if got == want else [f"{option} {value}: {len(got)} entries, want {len(want)}"]
    between = entries_of(gait, log, "--from", "2026-01-05T01:00:00Z", "--until", "2026-01-05T02:00:00Z")
    wrong += [] if [entry["i"] for entry in between] == list(range(60, 120)) else ["times"]
    checks.expect("find finds what the entries say", wrong)
    checks.expect("no secret is in the record", [
        str(path) for path in log.rglob("*") if path.is_file() and b"secret-of-the-session" in path.read_bytes()])
    session = every[300]["session"]
    told = json.loads(gait.run("record", "session", log, session, "--format", "json").out)
    checks.expect("a session knows where it comes from", [] if told["parents"][0] == {
        "session": session, "parent": every[299]["session"], "named_by_entry": 299} else [str(told["parents"])])
    checks.expect("and its order", [] if told["event_order"] == [300, 310, 600] else [str(told)])
    checks.expect("a session that is none", said(gait.run("record", "session", log, "ghost"), 3, "ghost"))


def check_case(gait: Gait, checks: Checks, log: Path, scratch: Path) -> None:
    session = entries_of(gait, log)[300]["session"]
    vkey = (log / "log.vkey").read_text().strip()
    for name, more, words in (("plain", [], ["3 entries"]), ("range", ["--range"], ["256 to 699 were read"]),
                              ("whole", ["--whole-log"], ["0 to 699 were read"])):
        case = scratch / f"case-{name}"
        done = gait.run("record", "export", log, "--session", session, "--out", case, *more)
        checks.expect(f"a {name} case is exported", said(done, 0, "3 entries"))
        checks.expect(f"a stranger takes a {name} case", accepted(stranger(case, "--vkey", vkey), *words))
    case = scratch / "case-whole"
    ours = {path.relative_to(case / "log").as_posix(): path.read_bytes()
            for path in (case / "log/tile").rglob("*") if path.is_file()}
    written = reference.Log(reference.Key("any", b"0" * 32), [
        line.encode() for line in gait.run("record", "find", log, "--format", "json").out.splitlines()])
    theirs = written.tiles(range(3))
    checks.expect("tiles and bundles are those of the reference",
                  [name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)])
    text = (case / "checkpoint").read_bytes()
    checks.expect("so is the root", [] if reference.b64(reference.root(written.leaves)).encode() in text else [str(text)])
    proof = gait.run("record", "prove", log, "--entry", "310").out.split("\n\n")[0].split("\n")[2:]
    path = [reference.b64(one) for one in reference.inclusion(310, written.leaves)]
    checks.expect("so is a proof", [] if proof == path else [*proof, "want", *path])
    checks.expect("an empty case is refused", said(gait.run(
        "record", "export", log, "--session", "ghost", "--out", scratch / "none"), 3, "record find"))
    checks.expect("a folder that is there is not written into", said(gait.run(
        "record", "export", log, "--entry", "1", "--out", case), 2, str(case)))
    check_falsified_case(checks, case, scratch)


def check_falsified_case(checks: Checks, case: Path, scratch: Path) -> None:
    wrong = []
    for path in sorted(case.rglob("*")):
        if path.is_dir() or path.name == "verify.py":
            continue
        other = scratch / "falsified"
        shutil.copytree(case, other)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 4
        (other / path.relative_to(case)).write_bytes(data)
        wrong += [f"{path.relative_to(case)}: {problem}" for problem in refused(stranger(other))]
        shutil.rmtree(other)
    checks.expect("a stranger refuses a bit in any file", wrong)


def check_falsified_log(gait: Gait, checks: Checks, log: Path, scratch: Path) -> None:
    def changed(name: str, change) -> Path:
        other = scratch / f"log-{name}"
        shutil.copytree(log, other)
        change(other)
        return other

    def flip(path: Path, at: int) -> None:
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        path.write_bytes(data)

    segment, other = "hot/seg-0000000000000000.seg", scratch / "other"
    data = (log / segment).read_bytes()
    gait.run("scan", put(scratch, "other.ndjson", ndjson(lines()[:50])), "--record", other)
    falsified = {
        "a bit of an entry": lambda folder: flip(folder / segment, data.index(b"ASIAEXAMPLE")),
        "a bit of a frame's header": lambda folder: flip(folder / segment, 9),
        "a log that is cut off": lambda folder: os.truncate(folder / segment, 4096),
        "a log without entries": lambda folder: (folder / segment).unlink(),
        "the checkpoint of another log": lambda folder: shutil.copy(other / "checkpoint", folder),
        "the key of another log": lambda folder: shutil.copy(other / "log.vkey", folder),
        "the entries of another log": lambda folder: shutil.copy(other / segment, folder / segment),
        "a bit of the checkpoint": lambda folder: flip(folder / "checkpoint", 30),
    }
    for name, change in falsified.items():
        done = gait.run("record", "verify", changed(name.replace(" ", "-"), change))
        checks.expect(f"verify refuses {name}", said(done, 4))


def check_many_falsified(gait: Gait, checks: Checks, log: Path, scratch: Path, cases: int = 1000) -> None:
    program = gait.path.parent / "falsify_log"
    if not program.exists():
        checks.skip("verify refuses falsified logs", f"there is no `{program}`")
        return
    other = scratch / "falsified-log"
    shutil.copytree(log, other)
    done = subprocess.run([program, other, str(cases), "1"], capture_output=True, text=True)
    checks.expect(f"verify refuses {cases} falsified logs", [] if done.returncode == 0 else done.stdout.splitlines()[:9])


def check_notes(gait: Gait, checks: Checks, log: Path, scratch: Path) -> None:
    """Holds, gaps, cosignatures: in a copy, which grows."""
    grown = scratch / "grown"
    shutil.copytree(log, grown)
    words = ["--why", "an audit", "--by", "legal"]
    checks.expect("a hold is an entry", said(
        gait.run("record", "hold", grown, "case-17", "--identity", "aws:111122223333/user/bot", *words), 0, f"entry {RECORDS}"))
    checks.expect("a hold has one name", said(gait.run("record", "hold", grown, "case-17", *words), 2, "case-17"))
    status = json.loads(gait.run("record", "status", grown, "--format", "json").out)
    checks.expect("status tells it", [] if [hold["id"] for hold in status["holds"]] == ["case-17"]
                  and status["entries"] == status["signed_entries"] == RECORDS + 1 and status["gaps"] == [] else [str(status)])
    checks.expect("a release ends it", said(gait.run("record", "release", grown, "case-17", *words), 0))
    checks.expect("there is no other to release", said(gait.run("record", "release", grown, "case-17", *words), 3, "case-17"))
    checks.expect("nothing is erased that no key sealed", said(gait.run("record", "erase", grown, "0" * 32, *words), 3, "0000"))
    checks.expect("it still verifies", said(gait.run("record", "verify", grown), 0, f"{RECORDS + 2} entries"))
    check_witness(gait, checks, grown, scratch)


def check_witness(gait: Gait, checks: Checks, log: Path, scratch: Path) -> None:
    witness = reference.Key("witness.example/w", bytes(range(32)), reference.COSIGNATURE)
    (log / "policy.txt").write_text(f"witness w {witness.vkey}\nquorum w\n")
    text = (log / "checkpoint").read_bytes().split(b"\n\n")[0] + b"\n"
    unwitnessed, witnessed = scratch / "unwitnessed", scratch / "witnessed"
    gait.run("record", "export", log, "--entry", "5", "--out", unwitnessed)
    checks.expect("a stranger misses the witness", refused(stranger(unwitnessed)))
    wrong = put(scratch, "wrong", witness.line(b"x\n" + text, 1_767_000_000))
    checks.expect("a cosignature of something else is refused", [] if gait.run("record", "cosign", log, wrong).code else ["it was taken"])
    answer = put(scratch, "answer", witness.line(text, 1_767_000_000))
    checks.expect("a witness's answer is taken", said(gait.run("record", "cosign", log, answer), 0, "1 cosignature"))
    gait.run("record", "export", log, "--entry", "5", "--out", witnessed)
    checks.expect("a stranger sees the witness", accepted(stranger(witnessed)))
    checks.expect("status tells it", said(gait.run("record", "status", log), 0, f"{RECORDS + 2} entries,"))


def check(gait: Gait, checks: Checks, scratch: Path) -> None:
    log = scratch / "log"
    done = gait.run("scan", put(scratch, "in.ndjson", ndjson(lines())), "--record", log)
    checks.expect("a scan keeps a record", said(done, 0))
    checks.expect("it verifies", said(gait.run("record", "verify", log), 0, f"{RECORDS} entries"))
    checks.expect("a range of it verifies", said(
        gait.run("record", "verify", log, "--from", "250", "--to", "260"), 0, "11 entries"))
    checks.expect("a record that is not there", said(gait.run("record", "verify", scratch / "none"), 3))
    check_questions(gait, checks, log)
    check_case(gait, checks, log, scratch)
    check_falsified_log(gait, checks, log, scratch)
    check_many_falsified(gait, checks, log, scratch)
    check_notes(gait, checks, log, scratch)
