"""Secrets that stand in records, grepped for in everything that Gait writes."""

import base64
import json
from pathlib import Path

from checks import Checks
from gait_program import Gait, ndjson, put, record

SIGNATURE = "s5PqYh2cGLfZ0xNdVb8kRw7TeMuAaJoi3XKQ1EzH9yB"


def encoded(value: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


JWT = f"{encoded({'alg': 'RS256', 'typ': 'JWT'})}.{encoded({'sub': 'planted', 'exp': 1})}.{SIGNATURE}"
TOKEN = "IQoJb3JpZ2luX2VjE" + "Zk3TqPlantedSessionToken" * 12 + "=="
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYPLANTEDKEY"
PASSWORD = "correct-horse-PLANTED-battery"
SECRET_STRING = "hunter2-PLANTED-value"
GITHUB = "ghp_PLANTED0123456789abcdefghijklmnopqr"
QUIET_MINUTES = 14 * 1440
PLANTED = {"a session token": TOKEN, "a secret access key": SECRET_KEY, "a password": PASSWORD,
           "a secret's value": SECRET_STRING, "the signature of a JWT": SIGNATURE,
           "a GitHub token": GITHUB}

CREDENTIALS = {"accessKeyId": "ASIAPLANTEDEXAMPLE01", "sessionToken": TOKEN,
               "secretAccessKey": SECRET_KEY, "expiration": "Jan 5, 2026, 12:00:00 PM"}


def iam(number: int, source: str, name: str, parameters, answer=None, **more) -> dict:
    return record(number, eventSource=f"{source}.amazonaws.com", eventName=name, readOnly=False,
                  requestParameters=parameters, responseElements=answer, **more)


def planting(at: int) -> list[dict]:
    """Calls out of character, so that they reach findings, each with a secret where one could be."""
    role = "arn:aws:iam::111122223333:role/other"
    return [
        iam(at, "sts", "AssumeRole", {"roleArn": role, "roleSessionName": GITHUB},
            {"credentials": CREDENTIALS}),
        iam(at + 1, "sts", "AssumeRoleWithWebIdentity", {"roleArn": role, "webIdentityToken": JWT},
            {"credentials": CREDENTIALS}),
        iam(at + 2, "iam", "CreateAccessKey", {"userName": "bot"},
            {"accessKey": {"accessKeyId": "AKIAPLANTEDEXAMPLE01", "secretAccessKey": SECRET_KEY}}),
        iam(at + 3, "iam", "CreateLoginProfile", {"userName": "bot", "password": PASSWORD}),
        iam(at + 4, "iam", "ChangePassword", {"oldPassword": PASSWORD, "newPassword": PASSWORD}),
        iam(at + 5, "secretsmanager", "PutSecretValue",
            {"secretId": "prod/x", "secretString": SECRET_STRING}),
        iam(at + 6, "ssm", "PutParameter", {"name": "/prod/x", "value": SECRET_STRING}),
        iam(at + 7, "lambda", "UpdateFunctionConfiguration20150331v2",
            {"functionName": "f", "environment": {"variables": {"PASSWORD": PASSWORD}}}),
        iam(at + 8, "s3", "GetObject", {"bucketName": "b", "key": f"x?token={JWT}"}),
        iam(at + 9, "s3", "GetObject", {"bucketName": "b", "key": "y", "X-Amz-Security-Token": TOKEN}),
        iam(at + 10, "s3", "ListBuckets", None, userAgent=f"curl/8.0 Authorization: Bearer {JWT}"),
        iam(at + 11, "s3", "ListBuckets", None, userAgent=f"git/2.40 {GITHUB}"),
        iam(at + 11, "s3", "GetBucketAcl", {"bucketName": "b"}, userAgent=GITHUB),
        iam(at + 12, "codebuild", "ImportSourceCredentials", {"token": GITHUB, "serverType": "GITHUB"}),
        iam(at + 13, "dynamodb", "Query", {"tableName": JWT}),
        iam(at + 14, "ec2", "RunInstances", {"userData": PASSWORD, "password": PASSWORD}),
        iam(at + 15, "rds", "CreateDBInstance", {"masterUserPassword": PASSWORD},
            errorCode="AccessDenied", errorMessage=f"not authorized with {JWT}"),
    ]


def check(gait: Gait, checks: Checks, scratch: Path) -> None:
    quiet = [record(i) for i in range(0, QUIET_MINUTES, 20)]
    log = put(scratch, "logs/a.ndjson", ndjson(quiet + planting(QUIET_MINUTES)))
    torn = put(scratch, "logs/torn.ndjson", ndjson(planting(QUIET_MINUTES + 60))[:-150].replace(b'"AssumeRole"', b'"Ass\x01"'))
    written = {name: scratch / name for name in ("findings", "scores", "page.html", "data")}
    done = gait.run("scan", log.parent, "--findings", written["findings"], "--scores",
                    written["scores"], "--html", written["page.html"], "--data", written["data"])
    found = written["findings"].read_text() if written["findings"].exists() else ""
    checks.expect("the calls with secrets are found", [] if "CreateAccessKey" in found else [done.talk[-500:]])
    outputs = {"standard output": done.out.encode(), "standard error": done.err.encode()}
    for path in sorted(scratch.rglob("*")):
        if path.is_file() and path not in (log, torn):
            outputs[str(path.relative_to(scratch))] = path.read_bytes()
    for command in (["identities"], ["findings"], ["profile", "bot"]):
        for form in ("text", "json"):
            asked = gait.run(*command, "--data", written["data"], "--format", form)
            outputs[" ".join([*command, form])] = asked.out.encode()
    outputs["scan json"] = gait.run("scan", log.parent, "--format", "json").out.encode()
    outputs["scan ocsf"] = gait.run("scan", log.parent, "--format", "ocsf").out.encode()
    outputs["doctor"] = gait.run("doctor", log.parent).talk.encode()
    for name, secret in PLANTED.items():
        leaks = [f"it stands in {output}" for output, data in outputs.items() if holds(data, secret)]
        checks.expect(f"{name} is written nowhere", leaks)


def holds(data: bytes, secret: str) -> bool:
    """Also a part of it: lines are wrapped and names are cut."""
    parts = [secret[i:i + 16] for i in range(0, max(1, len(secret) - 15), 8)]
    return any(part.encode() in data for part in parts)
