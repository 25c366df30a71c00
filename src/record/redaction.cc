#include "record/redaction.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <utility>

#include "base/check.h"
#include "record/hash.h"
#include "record/json_secrets.h"

namespace gait::record {

std::string Redactor::mark_of(std::string_view secret) const {
  Hash digest{};
  unsigned int size = 0;
  const auto* done = HMAC(EVP_sha256(), pepper_.data(), static_cast<int>(pepper_.size()),
                          reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                          digest.data(), &size);
  check(done != nullptr && size == digest.size(), "SHA-256 is always there");
  return std::string(mark_start) + to_hex(bytes_of(digest)).substr(0, mark_hex_digits);
}

bool Redactor::redact(std::string_view raw, RawKind kind, std::string& out) const {
  if (kind == RawKind::none || !redact_content(*this, raw, kind, 0, out)) return false;
  // A mark may end what hid its neighbour: `https://u:` and a key in PEM, say.
  constexpr int rounds_max = 8;
  for (int round = 0; round < rounds_max; ++round) {
    std::string again;
    if (!redact_content(*this, out, kind, 0, again)) break;
    out = std::move(again);
  }
  return true;
}

}  // namespace gait::record
