#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/symbols.h"
#include "model/action_catalogue.h"
#include "model/batch.h"
#include "model/network.h"

namespace gait::formats {

// One record as it stood in the input, for who keeps the source's own bytes.
struct SeenRecord {
  std::string_view format;             // its name; empty when nobody knows it
  std::string_view text;               // valid during the call
  std::string_view address;            // of the client, as the record writes it
  const Activity* activity = nullptr;  // what it became, if anything
  std::string_view why;                // it became nothing
};
using RecordWitness = std::function<void(const SeenRecord&)>;

// What a parser may look things up in. One parser belongs to one thread, and so does `symbols`.
struct ParserContext {
  SymbolTable& symbols;
  const ActionCatalogue& catalogue;
  const NetworkLookup* networks = nullptr;  // may be absent
  RecordWitness witness = {};               // called for every record, in their order; may be empty
  // The cluster, tenant or organisation of records that do not say it themselves.
  std::string scope = "default";
  // When the log was read: a time without a year is in the last year that is not after it. 0 = not
  // known; then such a time is none.
  Timestamp received = {};
};

// Bytes after the last one given to a parser that it may read but will not use.
inline constexpr std::size_t padding_bytes = 64;

// What became of a piece of input.
struct Progress {
  std::size_t consumed = 0;  // up to here records are done; give the rest again with more behind it
  std::string error;         // empty, or what is wrong at `error_at`; reading went on after it
  std::size_t error_at = 0;  // offset in this piece of the first error
};

// Turns the bytes of one file or stream into activities. Give it the bytes piece by piece, in
// order; `begin` starts a new file. Never throws, never reads outside the piece and its padding.
class Parser {
 public:
  virtual ~Parser() = default;
  virtual void begin() = 0;
  // `last` says that nothing follows; then everything is consumed.
  virtual Progress parse(std::string_view piece, bool last, Batch& batch) = 0;
};

}  // namespace gait::formats
