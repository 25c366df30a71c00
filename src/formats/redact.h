#pragma once

#include <string>
#include <string_view>

namespace gait::formats {

// The JSON text with every secret value replaced by `redacted:<16 hex digits>`, a keyed hash
// (HMAC-SHA256, cut to 64 bits) of the value as written: the same secret has the same mark, and
// without `key` nobody can try guesses against it. Everything else stays byte for byte.
//
// Secret is the string under a telling name (sessionToken, secretAccessKey, password, SecretString,
// privateKey, authorization, ...) in any case and nesting, and any string that holds the shape of
// a known token (JWT, `ghp_`, `xoxb-`, `glpat-`, a private key) or of an AWS secret or session
// token. Text cut in the middle of a string is treated as if the string ended there. JSON inside
// a string is searched for tokens, not for names.
std::string redact(std::string_view record, std::string_view key);

// Whether a text holds the shape of a known token. What a parser keeps as a name must not: callers
// choose some names, and put secrets into them by mistake.
bool holds_token(std::string_view text);

}  // namespace gait::formats
