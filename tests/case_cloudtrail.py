"""Dresses acts as AWS CloudTrail records, with the fields that real records have."""

import hashlib
import json
import uuid
from datetime import timedelta
from pathlib import Path

import case_mmdb
from case_language import ACCOUNT, DAY_ONE, Act, Story, rfc3339

OTHER_ACCOUNT = "444455556666"
NAMESPACE = uuid.UUID("6f1d7c52-3c1e-5b0a-9a44-0a7a5a0f1c11")

# The request parameter that names the resource, where CloudTrail has no `resources` for it.
NAMED_BY = {
    "secretsmanager": "secretId",
    "lambda": "functionName",
    "dynamodb": "tableName",
    "ssm": "name",
    "kms": "keyId",
}
DATA_EVENTS = {"GetObject", "PutObject", "DeleteObject", "HeadObject", "ListObjects", "Invoke"}


def event_id(*parts) -> str:
    return str(uuid.uuid5(NAMESPACE, "\0".join(str(part) for part in parts)))


def key_id(prefix: str, *parts) -> str:
    digest = hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest().upper()
    return prefix + digest[:20 - len(prefix)]


def locale_time(second: int) -> str:
    """`Jan 26, 2026, 11:30:00 AM`, as CloudTrail spells the end of a session."""
    return (DAY_ONE + timedelta(seconds=second)).strftime("%b %-d, %Y, %-I:%M:%S %p")


def start_of_day(second: int) -> int:
    return second // 86_400 * 86_400


def credential_of(act: Act) -> str:
    if act.key:
        return act.key
    if act.who.startswith("user/"):
        return key_id("AKIA", act.who)
    day = act.second // 86_400
    return key_id("ASIA", act.who, day, act.minted_by, act.session)


def user_identity(act: Act, credential: str, created: int) -> dict:
    who = act.who
    kind, name = who.split("/", 1)
    session = act.session or f"{name}-session"
    if kind == "user":
        return {"type": "IAMUser", "principalId": key_id("AIDA", who), "accountId": ACCOUNT,
                "arn": f"arn:aws:iam::{ACCOUNT}:user/{name}", "accessKeyId": credential,
                "userName": name}
    issuer = key_id("AROA", who)
    return {
        "type": "AssumedRole", "principalId": f"{issuer}:{session}", "accountId": ACCOUNT,
        "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{session}",
        "accessKeyId": credential,
        "sessionContext": {
            "sessionIssuer": {"type": "Role", "principalId": issuer, "accountId": ACCOUNT,
                              "arn": f"arn:aws:iam::{ACCOUNT}:role/{name}", "userName": name},
            "webIdFederationData": {},
            "attributes": {"creationDate": rfc3339(created),
                           "mfaAuthenticated": "false"}}}


def request_of(act: Act) -> dict:
    """`requestParameters` and, where there is no better name, `resources`."""
    service, call = act.action.split(":")
    if not act.resource:
        return {"requestParameters": None}
    if service == "s3":
        bucket, _, key = act.resource.partition("/")
        return {"requestParameters": {"bucketName": bucket, **({"key": key} if key else {})}}
    if act.action == "sts:AssumeRole":
        arn = f"arn:aws:iam::{ACCOUNT}:{act.resource}"
        return {"requestParameters": {"roleArn": arn, "roleSessionName": f"{act.resource[5:]}-session"},
                "resources": [{"accountId": ACCOUNT, "type": "AWS::IAM::Role", "ARN": arn}]}
    if service == "iam":
        parameter = "roleName" if "Role" in call else "userName"
        return {"requestParameters": {parameter: act.resource.split("/", 1)[-1]}}
    if service in NAMED_BY:
        return {"requestParameters": {NAMED_BY[service]: act.resource}}
    arn = f"arn:aws:{service}:{act.region}:{ACCOUNT}:{act.resource}"
    return {"requestParameters": {"name": act.resource},
            "resources": [{"accountId": ACCOUNT, "ARN": arn}]}


def record_of(act: Act, created: int) -> dict:
    """`created` is when the session began, in seconds as in acts."""
    service, call = act.action.split(":")
    record = {
        "eventVersion": "1.11",
        "userIdentity": user_identity(act, credential_of(act), created),
        "eventTime": rfc3339(act.second), "eventSource": f"{service}.amazonaws.com",
        "eventName": call, "awsRegion": act.region, "sourceIPAddress": act.address,
        "userAgent": act.agent, **request_of(act), "responseElements": None,
        "requestID": event_id("request", act.name), "eventID": event_id("event", act.name),
        "readOnly": call.startswith(("Get", "List", "Describe", "Batch", "Head", "Query", "Assume")),
        "eventType": "AwsApiCall", "managementEvent": call not in DATA_EVENTS,
        "recipientAccountId": ACCOUNT,
        "eventCategory": "Data" if call in DATA_EVENTS else "Management"}
    if act.error:
        record |= {"errorCode": act.error, "errorMessage": f"{act.error} when calling {act.action}"}
    if act.has_twin:
        record["sharedEventID"] = event_id("shared", act.name)
    if act.is_insight:
        record |= {"eventType": "AwsCloudTrailInsight", "eventCategory": "Insight",
                   "insightDetails": {"state": "Start", "insightType": "ApiCallRateInsight"}}
    if act.bytes is not None:
        record["additionalEventData"] = {"bytesTransferredIn": 0, "bytesTransferredOut": act.bytes}
    if act.service:
        record["userIdentity"]["invokedBy"] = act.service
        record |= {"sourceIPAddress": act.service, "userAgent": act.service}
    return record


def twin_of(record: dict) -> dict:
    """The same call in the trail of the account whose resource it touched: poorer in words."""
    caller = record["userIdentity"]
    return {**record, "eventID": event_id("twin", record["eventID"]),
            "recipientAccountId": OTHER_ACCOUNT,
            "userIdentity": {"type": "AWSAccount", "principalId": caller["principalId"],
                             "accountId": ACCOUNT}}


def mint_of(act: Act) -> dict:
    """The AssumeRole by which `minted_by` became `who`, a second before."""
    mint = Act(act.second - 1, act.minted_by, "sts:AssumeRole", act.who, act.address, act.region,
               act.agent, "", None, "", "", 1, f"mint/{credential_of(act)}")
    record = record_of(mint, start_of_day(mint.second))
    role = act.who.split("/", 1)[1]
    record["responseElements"] = {
        "credentials": {"accessKeyId": credential_of(act), "sessionToken": "<redacted>",
                        "expiration": locale_time(act.second - 1 + 3600)},
        "assumedRoleUser": {
            "assumedRoleId": f"{key_id('AROA', act.who)}:{role}-session",
            "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{role}-session"}}
    return record


def records(story: Story):
    """All records in time order; a credential is minted once, before its first use."""
    minted = {}
    for act in story.acts:
        credential = credential_of(act)
        if act.minted_by and credential not in minted:
            minted[credential] = act.second - 1
            yield mint_of(act)
        created = minted.get(credential, start_of_day(act.second))
        for _ in range(act.copies):
            yield record_of(act, created)
            if act.has_twin:
                yield twin_of(record_of(act, created))


def write(story: Story, folder: Path) -> list[str]:
    """Writes what a story needs below `folder`; the arguments of `gait scan` that read it."""
    logs, context, geo = folder / "logs", folder / "context", folder / "networks.mmdb"
    arguments = [str(logs), "--context", str(context)]
    logs.mkdir(parents=True, exist_ok=True)
    context.mkdir(parents=True, exist_ok=True)
    with (logs / "cloudtrail.ndjson").open("w") as file:
        for record in records(story):
            file.write(json.dumps(record, separators=(",", ":")) + "\n")
    if story.changes:
        (context / "changes.ndjson").write_text(
            "".join(json.dumps(change) + "\n" for change in story.changes))
    if story.inventory:
        columns = ["identity", "class", "owner", "purpose", "environment", "account", "service",
                   "secret_created", "secret_rotated"]
        lines = [",".join(columns)]
        lines += [",".join(row.get(column, "") for column in columns) for row in story.inventory]
        (context / "inventory.csv").write_text("\n".join(lines) + "\n")
    if story.networks:
        geo.write_bytes(case_mmdb.build(story.networks))
        arguments += ["--geo", str(geo)]
    if story.train_until:
        arguments += ["--train-until", story.train_until]
    return arguments
