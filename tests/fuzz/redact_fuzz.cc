// Arbitrary bytes, redacted: once is enough, and JSON stays JSON.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "model/secret_rules.h"
#include "record/redaction.h"

using namespace gait;

namespace {

const record::Redactor& redactor() {
  static const record::Redactor one({{"password", "token", "authorization", "secret"},
                                     {"password", "secretkey"},
                                     {"passwordpolicy"},
                                     {"stringdata"},
                                     {{"sk_live_", 24}}},
                                    "pepper");
  return one;
}

std::string redacted(std::string_view raw) {
  std::string out(raw);
  redactor().redact(raw, record::raw_kind_of(raw), out);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  const std::string once = redacted(raw);
  check(redacted(once) == once, "redaction is done once");
  if (record::raw_kind_of(raw) == record::RawKind::json)
    check(record::raw_kind_of(once) == record::RawKind::json, "JSON stays JSON");
  return 0;
}
