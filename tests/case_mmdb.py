"""Writes the networks of a story as a MaxMind DB (format 2.0), the way users bring their own.

https://maxmind.github.io/MaxMind-DB/: a binary tree over the bits of an address, whose leaves point
into a list of maps. IPv4 only, records of 24 bits.
"""

import ipaddress

EXTENDED = 0  # types above 7 say so in a second byte
TEXT, UINT16, UINT32, MAP, UINT64, ARRAY = 2, 5, 6, 7, 9, 11


def head(kind: int, size: int) -> bytes:
    """The control byte of a value."""
    assert size < 29 + 256, "longer values need a form that no story needs"
    first, more = (size, b"") if size < 29 else (29, bytes([size - 29]))
    if kind <= 7:
        return bytes([kind << 5 | first]) + more
    return bytes([EXTENDED << 5 | first, kind - 7]) + more


def encode(value, kind: int = UINT32) -> bytes:
    if isinstance(value, str):
        text = value.encode()
        return head(TEXT, len(text)) + text
    if isinstance(value, dict):
        return head(MAP, len(value)) + b"".join(encode(k) + encode(v) for k, v in value.items())
    if isinstance(value, list):
        return head(ARRAY, len(value)) + b"".join(encode(item) for item in value)
    number, kind = value if isinstance(value, tuple) else (value, kind)
    digits = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return head(kind, len(digits)) + digits


def facts_of(network: dict) -> dict:
    return {"autonomous_system_number": network["asn"],
            "autonomous_system_organization": network["organisation"],
            "country": {"iso_code": network["country"]}}


def build(networks: list[dict]) -> bytes:
    """`networks` have prefix, country, asn and organisation; the prefixes do not overlap."""
    nodes: list[list] = [[None, None]]
    data = b""
    for network in networks:
        prefix = ipaddress.ip_network(network["prefix"])
        bits = f"{int(prefix.network_address):032b}"[:prefix.prefixlen]
        at = 0
        for bit in bits[:-1]:
            if nodes[at][int(bit)] is None:
                nodes.append([None, None])
                nodes[at][int(bit)] = len(nodes) - 1
            at = nodes[at][int(bit)]
        nodes[at][int(bits[-1])] = ("data", len(data))
        data += encode(facts_of(network))

    def record(target) -> bytes:
        if target is None:
            target = len(nodes)
        elif isinstance(target, tuple):
            target = len(nodes) + 16 + target[1]
        return target.to_bytes(3, "big")

    tree = b"".join(record(side) for node in nodes for side in node)
    metadata = {"node_count": len(nodes), "record_size": (24, UINT16), "ip_version": (4, UINT16),
                "database_type": "Gait-Case", "languages": ["en"],
                "binary_format_major_version": (2, UINT16),
                "binary_format_minor_version": (0, UINT16), "build_epoch": (1767225600, UINT64),
                "description": {"en": "networks of a story"}}
    return tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + encode(metadata)
