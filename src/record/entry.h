#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "record/hash.h"

namespace gait::record {

// Where a payload lies that is too long for an entry: a file named by its content.
struct BlobRef {
  Hash sha256{};
  std::uint64_t length = 0;

  bool operator==(const BlobRef&) const = default;
};

// What is kept of one thing that was recorded. Everything but the payload is the envelope, for
// finding it; what counts is the payload: the source's own bytes.
//
// An entry is the leaf of the tree, and JSON on one line with its members in this order, those that
// are empty left out:
//
//   {"v":1,"i":7,"src":"kubernetes","seq":3,"kind":"..","id":"..","t":"..","r":"..",
//    "identity":"..","session":"..","credential":"..","action":"..","resource":"..","address":"..",
//    "blob":{"sha256":"..","len":70000},"raw":{..}}
//
// `i` is the index in the log, so an entry that was moved gives itself away. The payload is `raw`
// when it is JSON without control characters, verbatim and last; else `text`, a JSON string, when
// it is UTF-8; else `bytes`, in base64. Strings escape `"`, `\` and what is below a space, and
// nothing else. So each entry has one spelling. docs/formats/record.md says more.
struct Entry {
  std::uint64_t index = 0;
  std::string source;  // name of the log format; "gait" for what the record says of itself
  std::uint64_t sequence =
      0;                     // counts what was read of this source in one run, from 1; 0 = unknown
  std::string kind;          // of an entry about the record itself: hold, erasure, ..
  std::string event;         // the source's own id
  Timestamp time, received;  // of the event; when we got it; 0 = unknown
  std::string identity, session, credential, action, resource, address;
  std::optional<BlobRef> blob;  // then the payload is empty and lies there
  std::string payload;

  bool operator==(const Entry&) const = default;
};

inline constexpr std::uint64_t entry_version = 1;

// What stands before the index and behind it: who appends does not know the index yet.
inline constexpr std::string_view entry_head = "{\"v\":1,\"i\":";
std::string entry_tail(const Entry& entry);

// The whole entry with its index.
std::string encode_entry(const Entry& entry);

// Reads an entry. Refused as `corrupt` when it is spelled in any other way than `encode_entry`
// would spell it.
Result<Entry> decode_entry(std::string_view bytes);

// Whether the entry with this payload is too long to be one (bundle.h), so that its payload has to
// go into a blob. A cheap bound: some that would just fit go there too.
bool needs_blob(const Entry& entry);

}  // namespace gait::record
