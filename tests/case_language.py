"""The tiny language of tests/cases/*.case: from lines about what happened to acts at times.

tests/cases/README.md teaches the language. Nothing here is random and nothing reads a clock: day 1
is a fixed Monday, and what looks scattered is derived from a hash of the line and its place.
"""

import hashlib
import ipaddress
import re
import shlex
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

DAY_ONE = datetime(2026, 1, 5, tzinfo=timezone.utc)  # a Monday
ACTS_MAX = 200_000
ACCOUNT = "111122223333"


class CaseError(Exception):
    """A line that cannot be read; the message says what would be right."""


@dataclass
class Act:
    """One thing done, before it is dressed as a log record."""
    second: int  # since the start of day 1
    who: str  # role/NAME or user/NAME
    action: str  # service:Call
    resource: str
    address: str
    region: str
    agent: str
    key: str  # credential id; empty = the identity's own of that day
    bytes: int | None
    service: str  # the service that acts with the identity's permission, or empty
    minted_by: str  # who assumed the role for this, or empty
    copies: int  # times it is delivered
    name: str  # unique and stable: what ids are derived from
    error: str = ""  # errorCode of a call that failed
    session: str = ""  # name of the role's session; empty = one after the role
    is_insight: bool = False  # a remark of CloudTrail's own about it, rather than a call
    has_twin: bool = False  # the other account's trail has it too


@dataclass
class Story:
    acts: list[Act] = field(default_factory=list)
    changes: list[dict] = field(default_factory=list)
    inventory: list[dict] = field(default_factory=list)
    networks: list[dict] = field(default_factory=list)
    train_until: str | None = None


def number_from(*parts, below: int) -> int:
    """A number that looks scattered and depends on nothing but its parts."""
    text = "\0".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % below


def rfc3339(second: int) -> str:
    return (DAY_ONE + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")


def identity_key(who: str) -> str:
    return f"aws:{ACCOUNT}/{who}"


class Words:
    """The words of a line, taken from the left."""

    def __init__(self, line: str):
        try:
            self.words = shlex.split(line)
        except ValueError as wrong:
            raise CaseError(f"{wrong}") from wrong

    def __bool__(self) -> bool:
        return bool(self.words)

    def peek(self, ahead: int = 0) -> str:
        return self.words[ahead] if ahead < len(self.words) else ""

    def take(self, what: str) -> str:
        if not self.words:
            raise CaseError(f"the line ends where {what} should follow")
        return self.words.pop(0)

    def expect(self, *words: str) -> None:
        for word in words:
            got = self.take(f"`{word}`")
            if got != word:
                raise CaseError(f"`{got}` stands where `{word}` should")

    def take_number(self, what: str) -> int:
        word = self.take(what)
        if not word.isdigit():
            raise CaseError(f"`{word}` is no number: {what}")
        return int(word)

    def take_day(self) -> int:
        """`day N`, as seconds."""
        self.expect("day")
        day = self.take_number("the number of the day")
        if day < 1:
            raise CaseError("days count from 1")
        return (day - 1) * 86_400

    def take_moment(self) -> int:
        """`day N HH:MM[:SS]`, as seconds."""
        day = self.take_day()
        clock = self.take("a time of day")
        match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", clock)
        if not match:
            raise CaseError(f"`{clock}` is no time of day; write `02:14` or `02:14:07`")
        hour, minute, second = (int(part or 0) for part in match.groups())
        return day + hour * 3600 + minute * 60 + second


OPTIONS = {"from", "hours", "weekdays", "starting", "region", "agent", "key", "denied", "bytes",
           "through", "assumed", "delivered", "every", "failed", "session", "insight", "twin"}
FLAGS = ("weekdays", "denied", "insight", "twin")


def take_options(words: Words) -> dict:
    """What may follow at the end of a line, in any order."""
    options: dict = {}
    while words:
        option = words.take("an option")
        if option not in OPTIONS:
            raise CaseError(f"`{option}` is no option; there are {', '.join(sorted(OPTIONS))}")
        if option in options:
            raise CaseError(f"`{option}` stands there twice")
        if option in FLAGS:
            options[option] = True
        elif option == "hours":
            options[option] = take_hours(words.take("hours such as `8-18`"))
        elif option == "starting":
            options[option] = words.take_day()
        elif option == "bytes":
            options[option] = words.take_number("a number of bytes")
        elif option == "assumed":
            words.expect("by")
            options[option] = words.take("who assumed it")
        elif option == "delivered":
            options[option] = {"twice": 2, "thrice": 3}.get(words.take("`twice`"), 2)
        elif option == "every":
            options[option] = take_seconds(words.take("a duration such as `30s`"))
        else:
            options[option] = words.take(f"the value of `{option}`")
    return options


def take_hours(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d+)-(\d+)", text)
    if not match or not int(match[1]) < int(match[2]) <= 24:
        raise CaseError(f"`{text}` are no hours; write `8-18`")
    return int(match[1]), int(match[2])


def take_seconds(text: str) -> int:
    match = re.fullmatch(r"(\d+)([smhd])", text)
    if not match:
        raise CaseError(f"`{text}` is no duration; write `30s`, `5m`, `2h` or `1d`")
    return int(match[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[match[2]]


def everyone(who: str) -> list[str]:
    """`role/web-{1..3}` is three identities."""
    match = re.fullmatch(r"(.*)\{(\d+)\.\.(\d+)\}(.*)", who)
    names = [who] if not match else [f"{match[1]}{i}{match[4]}"
                                     for i in range(int(match[2]), int(match[3]) + 1)]
    for name in names:
        if not re.fullmatch(r"(role|user)/[\w+=,.@-]+", name):
            raise CaseError(f"`{name}` is nobody; write `role/NAME` or `user/NAME`")
    return names


def pick_resource(pattern: str, *place) -> str:
    """`image/*` is one of five images, `image/*40` one of forty."""
    match = re.fullmatch(r"(.*)\*(\d*)(.*)", pattern)
    if not match:
        return pattern
    return f"{match[1]}{1 + number_from('resource', *place, below=int(match[2] or 5))}{match[3]}"


def pick_address(source: str, *place) -> str:
    """An address as it stands, or one of eight of a network."""
    try:
        if "/" not in source:
            return str(ipaddress.ip_address(source))
        network = ipaddress.ip_network(source)
    except ValueError as wrong:
        raise CaseError(f"`{source}` is no address or network") from wrong
    return str(network[1 + number_from("address", *place, below=min(8, network.num_addresses - 2))])


def take_subject(words: Words) -> tuple[list[str], str, str]:
    """`WHO ACTION [RESOURCE]`."""
    who = everyone(words.take("who does it"))
    action = words.take("an action")
    if not re.fullmatch(r"[a-z0-9-]+:\w+", action):
        raise CaseError(f"`{action}` is no action; write `service:Call`")
    has_resource = words and words.peek() not in OPTIONS and words.peek(1) != "times"
    return who, action, words.take("a resource") if has_resource else ""


def make_act(second: int, who: str, action: str, resource: str, options: dict, place: tuple) -> Act:
    return Act(second, who, action, pick_resource(resource, *place),
               pick_address(options.get("from", "192.0.2.10"), *place),
               options.get("region", "us-east-1"), options.get("agent", "aws-sdk-go-v2/1.30.3"),
               options.get("key", ""), options.get("bytes"),
               options.get("through", ""), options.get("assumed", ""), options.get("delivered", 1),
               "/".join(str(part) for part in place),
               "AccessDenied" if "denied" in options else options.get("failed", ""),
               options.get("session", ""), "insight" in options, "twin" in options)


def read_history(words: Words, line: int) -> list[Act]:
    who, action, resource = take_subject(words)
    times = words.take_number("how often a day")
    words.expect("times", "a", "day", "for")
    days = words.take_number("for how many days")
    words.expect("days")
    options = take_options(words)
    first_hour, last_hour = options.get("hours", (0, 24))
    slot = (last_hour - first_hour) * 3600 / max(times, 1)
    acts = []
    for name in who:
        for day in range(days):
            start = options.get("starting", 0) + day * 86_400
            if "weekdays" in options and start // 86_400 % 7 >= 5:
                continue
            for i in range(times):
                place = (line, name, day, i)
                jitter = number_from("jitter", *place, below=max(1, int(slot * 0.8)))
                second = start + first_hour * 3600 + int(i * slot) + jitter
                acts.append(make_act(second, name, action, resource, options, place))
    return acts


def read_day(words: Words, line: int) -> list[Act]:
    second = words.take_moment()
    who, action, resource = take_subject(words)
    times = 1
    if words.peek(1) == "times":
        times = words.take_number("how often")
        words.expect("times")
    options = take_options(words)
    return [make_act(second + i * options.get("every", 1), name, action, resource, options,
                     (line, name, i))
            for name in who for i in range(times)]


def read_change(words: Words, line: int) -> dict:
    second = words.take_moment()
    change = {"id": f"change-{line}", "time": rfc3339(second), "type": words.take("a type of change")}
    while words:
        key = words.take("a key")
        if key == "until":
            change |= {"window_start": rfc3339(second), "window_end": rfc3339(words.take_moment())}
        elif key == "identities":
            names = words.take("names, with commas").split(",")
            change["identities"] = [identity_key(who) for name in names for who in everyone(name)]
        elif key in ("service", "environment", "by", "version", "summary"):
            change[key] = words.take(f"the {key}")
        else:
            raise CaseError(f"`{key}` is nothing that a change has")
    return change


INVENTORY_COLUMNS = ("class", "owner", "purpose", "environment", "account", "service",
                     "secret_created", "secret_rotated")


def read_inventory(words: Words) -> list[dict]:
    who = everyone(words.take("an identity"))
    row = {}
    while words:
        key = words.take("a column")
        if key not in INVENTORY_COLUMNS:
            raise CaseError(f"`{key}` is no column of the inventory")
        row[key] = words.take(f"the {key}")
    return [{"identity": identity_key(name), **row} for name in who]


def read_network(words: Words, others: list[dict]) -> dict:
    prefix = words.take("a prefix such as `203.0.113.0/24`")
    try:
        network = ipaddress.IPv4Network(prefix)
    except ValueError as wrong:
        raise CaseError(f"`{prefix}` is no IPv4 prefix") from wrong
    if network.prefixlen == 0 or any(network.overlaps(ipaddress.IPv4Network(other["prefix"]))
                                     for other in others):
        raise CaseError(f"`{prefix}` overlaps another network")
    country = words.take("a country such as `DE`")
    if not re.fullmatch("[A-Z]{2}", country):
        raise CaseError(f"`{country}` is no country; write two capitals")
    asn = words.take("a network number such as `AS64500`")
    if not re.fullmatch(r"AS\d+", asn):
        raise CaseError(f"`{asn}` is no network number; write `AS64500`")
    return {"prefix": prefix, "country": country, "asn": int(asn[2:]),
            "organisation": words.take("who runs the network")}


def read_story(text: str) -> Story:
    """Reads what stands above the line of a case: a paragraph for people, then what happened."""
    story = Story()
    lines = text.splitlines()
    start = next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    if start == 0 or start == len(lines):
        raise CaseError("line 1: a case begins with a sentence and an empty line")
    for number, line in enumerate(lines[start:], start + 1):
        try:
            read_line(line, number - start, story)
        except CaseError as wrong:
            raise CaseError(f"line {number}: {wrong}") from wrong
        if len(story.acts) > ACTS_MAX:
            raise CaseError(f"line {number}: more than {ACTS_MAX} acts; a case is a small story")
    story.acts.sort(key=lambda act: (act.second, act.name))
    return story


def read_line(line: str, number: int, story: Story) -> None:
    words = Words(line)
    if not words:
        return
    if words.peek() == "day":
        story.acts += read_day(words, number)
        return
    kind = words.take("a line")
    if kind == "history":
        story.acts += read_history(words, number)
    elif kind == "change":
        story.changes.append(read_change(words, number))
    elif kind == "inventory":
        story.inventory += read_inventory(words)
    elif kind == "network":
        story.networks.append(read_network(words, story.networks))
    elif kind == "train":
        words.expect("until")
        story.train_until = rfc3339(words.take_day())
    else:
        raise CaseError(f"`{kind}` begins no line; use day, history, change, inventory, network or train")
