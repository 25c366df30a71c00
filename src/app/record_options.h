#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "record/entry_query.h"

namespace CLI {
class App;
}

namespace gait::app {

// The options by which all `gait record` commands ask for entries.
struct RecordOptions {
  std::string log;  // folder of the record
  std::string format = "text";
  std::string from, until;  // RFC 3339
  std::string finding;      // id; then the entries of its activities
  std::string data;         // folder of the learned state, which knows the finding
  record::EntryQuery query;
};

// Adds the record's folder as first argument, and with `asks` the options of the query.
std::shared_ptr<RecordOptions> add_record_options(CLI::App& command, bool asks);

// The query with its times read and its finding looked up.
Result<record::EntryQuery> query_of(const RecordOptions& options);

}  // namespace gait::app
