#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "report/json_values.h"

namespace gait::report {

// Takes fields out of one JSON object and remembers the first that is not what it should be, so
// that reading is a plain list of fields. A field that is missing or null gives the empty value.
class Fields {
 public:
  // `where` is the path of the object for messages, empty for the whole line, which is `what`.
  Fields(const Json& object, std::string where, std::string_view what = "a finding");

  // Empty while all was well: "`deviations[0].facet` must be a string".
  const std::string& problem() const { return problem_; }

  std::string text(const char* key, bool required = false);
  double number(const char* key);
  std::uint64_t count(const char* key);
  std::uint32_t small_count(const char* key);  // below 2^32
  bool truth(const char* key);
  Timestamp time(const char* key, bool required = false);  // RFC 3339
  std::vector<std::string> texts(const char* key);

  // The items of a list, at most 100,000.
  const Json& items(const char* key);

  // Null where there is none.
  const Json* object(const char* key);

  void take_problem(const Fields& inner);
  void fail(std::string_view key, std::string_view expected);

 private:
  const Json* find(const char* key, bool required);

  const Json& object_;
  std::string where_;
  std::string_view what_;
  std::string problem_;
};

}  // namespace gait::report
