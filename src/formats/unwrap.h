#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/field_table.h"
#include "formats/json_walk.h"

namespace gait::formats {

// A record inside another object.
struct Wrapped {
  std::string_view text;  // its JSON; where `is_string`, as it stands escaped in a string
  bool is_string = false;
  std::string scope;        // the cluster or tenant that the wrapping names, or empty
  bool is_control = false;  // a health check of the delivery: nobody acted
};

// Takes off what deliveries put around records: EventBridge (`detail`), CloudWatch Logs
// (`message`), Azure diagnostic settings (`properties.log`), Splunk HEC (`event`), Docker and
// journald (`log`, `MESSAGE`), Grafana Loki (`line`), GCP (`jsonPayload`).
class Unwrapper {
 public:
  Unwrapper();

  // What the object at the walk wraps; none when it wraps nothing. The walk is a copy.
  std::optional<Wrapped> find(JsonWalk walk, const char* text);

  // The cluster or tenant that the object at the walk names, which may be cut; or empty.
  std::string scope(JsonWalk walk, const char* text);

  // The list of records that the object at the walk is an envelope of, such as `Records`, also
  // where the text ends inside it; null when there is none.
  static const std::uint32_t* list_of(JsonWalk walk);

 private:
  FieldTable table_;
  Fields fields_;
};

}  // namespace gait::formats
