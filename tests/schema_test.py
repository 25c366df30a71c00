#!/usr/bin/env python3
"""Holds what Gait writes to the JSON Schemas in docs/, so that the documented output is the output.

    tests/schema_test.py [--gait build/dev/gait]

`docs/<output>.schema.json` describes one line of `gait scan --<output>`.
"""

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

import case_cloudtrail
from case_language import read_story
from case_runner import split_case
from checks import Checks, top

OUTPUTS = ("findings", "scores")
LINES_MAX = 5000  # per story; a scores file has a line per activity

checks = Checks("schema")


def validators(library) -> dict:
    """A validator per schema file that is itself valid."""
    found = {}
    for path in sorted((top / "docs").glob("*.schema.json")):
        try:
            schema = json.loads(path.read_text())
            kind = library.validators.validator_for(schema, library.Draft202012Validator)
            kind.check_schema(schema)
        except (json.JSONDecodeError, library.SchemaError) as wrong:
            checks.fail(f"{path.name} is a schema", str(wrong))
            continue
        checks.expect(f"{path.name} is a schema", [])
        found[path.name.removesuffix(".schema.json")] = kind(schema)
    return found


def told_stories() -> list[tuple[str, str]]:
    """Name and text of the stories that have an accepted answer."""
    halves = [(path.stem, *split_case(path.read_text()))
              for path in sorted((top / "tests/cases").glob("*.case"))]
    return [(name, above) for name, above, below in halves if below]


def problems_of(validator, path: Path) -> list[str]:
    problems = []
    for number, line in enumerate(path.read_text().splitlines()[:LINES_MAX], 1):
        for wrong in validator.iter_errors(json.loads(line)):
            where = "/".join(str(step) for step in wrong.absolute_path) or "the line"
            problems.append(f"line {number}: {where}: {wrong.message[:300]}")
    return problems[:10]


def check_story(gait: Path, name: str, above: str, schemas: dict) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        command = [str(gait), "scan", *case_cloudtrail.write(read_story(above), Path(scratch))]
        files = {output: Path(scratch, output) for output in schemas}
        for output, path in files.items():
            command += [f"--{output}", str(path)]
        done = subprocess.run(command, cwd=top, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL)
        for output, path in files.items():
            title = f"the {output} of `{name}` are as documented"
            if not path.exists():
                checks.fail(title, f"gait wrote none (code {done.returncode})\n{done.stderr[-2000:]}")
            else:
                checks.expect(title, problems_of(schemas[output], path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gait", type=Path, default=top / "build/dev/gait")
    gait = parser.parse_args().gait
    try:
        import jsonschema
    except ImportError:
        checks.skip("the output is as documented", "install python3-jsonschema (make setup)")
        checks.exit()
    schemas = {output: schema for output, schema in validators(jsonschema).items()
               if output in OUTPUTS}
    stories = told_stories()
    if not schemas or not stories:
        checks.skip("the output is as documented",
                    "there is no schema in docs/" if not schemas else "no story has an answer yet")
    for name, above in stories if schemas else []:
        check_story(gait, name, above, schemas)
    checks.exit()


if __name__ == "__main__":
    main()
