// Arbitrary bytes as a line of findings: an error, or a finding that writes and reads back.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "report/findings_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto finding = gait::report::finding_from_json({reinterpret_cast<const char*>(data), size});
  if (!finding) return 0;
  const std::string line = gait::report::finding_json(*finding);
  const auto again = gait::report::finding_from_json(line);
  gait::check(static_cast<bool>(again), "what was written can be read");
  gait::check(gait::report::finding_json(*again) == line, "and is the same");
  return 0;
}
