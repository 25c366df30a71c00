#pragma once

#include <deque>
#include <string>
#include <string_view>

namespace gait::formats {

// Makes the paths of attributes in OTLP's JSON, and keeps their text: `in("a|b")` of a place `x.y`
// is `x.y{a}|x.y{b}`.
class OtlpPaths {
 public:
  // Attributes of the resource, such as `service.name`.
  std::string_view resource(std::string_view names);
  // Attributes of the span or log record itself.
  std::string_view own(std::string_view names);
  // Attributes that may stand at either.
  std::string_view either(std::string_view names);

  // `resources` and `rows` are paths: `resourceSpans[]`, `resourceSpans[].scopeSpans[].spans[]`.
  OtlpPaths(std::string_view resources, std::string_view rows);

 private:
  std::string resource_, own_;
  std::deque<std::string> kept_;
};

}  // namespace gait::formats
