#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gait::record {

// How a payload stands in an entry (entry.h).
enum class PayloadForm { json, text, bytes };
PayloadForm form_of(std::string_view payload);

// Appends `,"name":"value"`; nothing when the value is empty. What is not UTF-8 in it becomes
// U+FFFD, so that an entry is always JSON.
void put_member(std::string& out, std::string_view name, std::string_view value);

// How long the value is when it stands in a string.
std::size_t escaped_bytes(std::string_view value);

// Reads an entry from its beginning, member by member, in the one spelling that there is.
class EntryScanner {
 public:
  explicit EntryScanner(std::string_view text) : rest_(text) {}

  // Each takes what it names off the front, or leaves all as it was and is false.
  bool word(std::string_view expected);
  bool number(std::uint64_t& value);                         // without leading zeroes
  bool member(std::string_view name, std::string& value);    // ,"name":"value"
  bool member(std::string_view name, std::uint64_t& value);  // ,"name":7

  std::string_view rest() const { return rest_; }

 private:
  bool string(std::string& value);

  std::string_view rest_;
};

}  // namespace gait::record
