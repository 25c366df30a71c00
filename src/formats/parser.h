#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "base/symbols.h"
#include "model/action_catalogue.h"
#include "model/batch.h"
#include "model/network.h"

namespace gait::formats {

// What a parser may look things up in. One parser belongs to one thread, and so does `symbols`.
struct ParserContext {
  SymbolTable& symbols;
  const ActionCatalogue& catalogue;
  const NetworkLookup* networks = nullptr;  // may be absent
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
