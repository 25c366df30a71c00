#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gait {

// What the record must not keep. Names are folded: lower case, without `_` and `-`.
struct SecretRules {
  struct Token {
    std::string start;
    std::size_t length_min = 0;  // of the start and the token characters behind it
  };
  std::vector<std::string> names;       // whole names whose value is a secret
  std::vector<std::string> name_parts;  // a name with such a part is one, too
  std::vector<std::string> exceptions;  // names with such a part that are none
  std::vector<std::string> contents;    // objects in which every string is a secret
  std::vector<Token> tokens;            // beside `known_tokens()`

  // Also looks for what the other one does.
  void add(SecretRules other);
};

// Reads a file as `rules/redaction.yaml`. Strict: an unknown key or a name that is not folded is
// an error, since a misspelt line would keep a secret. The message names file and line. Never
// throws.
Result<SecretRules> read_secret_rules(std::string_view yaml, std::string_view file_name);

}  // namespace gait
