#pragma once

#include <deque>
#include <string>
#include <vector>

#include "formats/json_format.h"
#include "formats/mapping_value.h"
#include "model/condition.h"

namespace gait::formats {

// How a mapping file writes times.
enum class MappedTime { automatic, strptime };

// A format that is read from a mapping file; mapping_format.h makes it.
class MappedFormat final : public JsonFormat {
 public:
  // Of who.
  MappedValue key, type, human, account, workload, credential, credential_kind, delegator;
  // Of what, and on what.
  MappedValue action, access, resource_name;
  // Of the rest.
  MappedValue time, event, address, user_agent, region, bytes_in, bytes_out, count, result, session,
      parent, command;
  MappedTime time_form = MappedTime::automatic;
  std::string time_pattern;        // of strptime
  std::vector<Condition> ignored;  // a record of which any holds is no activity

  std::string source_name;
  std::deque<std::string> paths;  // what `fields` and `marks` are views of

  bool owns(const Fields& f) const override;
  Caller caller(const Fields& f) const override;
  Deed deed(const Fields& f) const override;
  std::string resource(const Fields& f) const override;
  void tell(const Fields& f, Told& told) const override;
};

}  // namespace gait::formats
