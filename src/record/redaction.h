#pragma once

#include <string>
#include <string_view>

#include "model/secret_rules.h"
#include "record/entry.h"
#include "record/secret_finder.h"

namespace gait::record {

// Takes the secrets out of what a source wrote, before anything is kept. Each becomes
// `hmac-sha256:` and the first 32 hex digits of HMAC-SHA256 under the log's pepper: the same secret
// has the same mark, and without the pepper nobody can try guesses against it. Everything else
// stays byte for byte, but for JSON strings with escapes that held a secret: they are written anew.
//
// In JSON a secret is the value of a telling name at any depth, and whatever SecretFinder finds in
// a string; strings are looked into as they are meant, without their escapes, and when they hold
// JSON, as JSON, up to 8 levels of JSON in JSON. A string nested deeper is a secret as a whole.
// JSON stays JSON, and to redact again changes nothing.
//
// Not found: secrets in other encodings (base64 of a configuration, UTF-16), and passwords that
// nothing points to.
class Redactor {
 public:
  Redactor(const SecretRules& rules, std::string_view pepper) : finder_(rules), pepper_(pepper) {}

  // False when there is no secret; `out` is then untouched. Else it becomes the redacted bytes.
  bool redact(std::string_view raw, RawKind kind, std::string& out) const;

  std::string mark_of(std::string_view secret) const;
  const SecretFinder& finder() const { return finder_; }

 private:
  SecretFinder finder_;
  std::string pepper_;
};

}  // namespace gait::record
