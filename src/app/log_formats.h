#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "formats/json_format.h"

namespace gait::app {

// Every log format that a run knows: those of the user's mapping files, which are asked first,
// those that are built in, and those of the mapping files that are shipped. Lives as long as the
// run.
class LogFormats {
 public:
  // With the mapping files of a rules folder, `mappings/*.yaml`; the folder may be empty or have
  // none. A file with the name of a shipped one takes its place.
  static Result<LogFormats> read(const std::string& rules_folder);

  // Adds one mapping file, asked before all others.
  Status add(const std::string& path);

  // In the order in which they are asked.
  const std::vector<const formats::JsonFormat*>& all() const { return all_; }

  // The format of that name; null for an empty name. The error lists the names there are.
  Result<const formats::LogFormat*> find(std::string_view name) const;

 private:
  std::vector<std::unique_ptr<const formats::JsonFormat>> mapped_;
  std::vector<const formats::JsonFormat*> all_;
};

}  // namespace gait::app
