#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_set>

#include "formats/memo.h"
#include "formats/parser.h"
#include "model/activity.h"
#include "model/batch.h"

namespace gait::formats {

// Turns the words of records into symbols, for all formats alike. What repeats from record to
// record is remembered by the hash of its text. Texts are given as they stand in JSON, escapes and
// all.
class Naming {
 public:
  struct KnownAgent {
    Symbol agent;
    bool is_person = false;  // a browser, or the console's own back end
  };
  struct KnownPlace {
    Symbol network;
    std::array<char, 2> country{};
    AddressKind kind = AddressKind::none;
  };

  explicit Naming(const ParserContext& context);

  // A text that callers choose, as a name that may be kept: one that holds a token is not.
  Symbol name(std::string_view text);
  Symbol symbol(std::string_view text) { return symbols_.insert(text); }
  std::string_view text(Symbol symbol) const { return symbols_.text(symbol); }

  KnownAgent agent(std::string_view user_agent);
  KnownPlace place(std::string_view address, std::string_view endpoint);
  Symbol region(std::string_view region);

  // The source's own id, or without one the hash of the record's text.
  EventId event(std::string_view id, std::string_view record);

  // Adds what a record says of a principal, once.
  void say(const Principal& principal, Batch& batch);

 private:
  SymbolTable& symbols_;
  const NetworkLookup* networks_;
  Memo<KnownAgent> agents_;
  Memo<KnownPlace> places_;
  Memo<Symbol> regions_;
  std::unordered_set<std::uint64_t> said_principals_;
};

}  // namespace gait::formats
