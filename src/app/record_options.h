#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/case_query.h"
#include "base/result.h"
#include "record/entry.h"

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
  CaseQuery query;
};

// Adds the record's folder as first argument, and with `asks` the options of the query.
std::shared_ptr<RecordOptions> add_record_options(CLI::App& command, bool asks);

// Calls `visit` with each entry of a log that is there, in order.
using VisitEntry = std::function<Status(const record::Entry&)>;
Status visit_entries(const std::string& log, const VisitEntry& visit);

// Says what went wrong; the exit code for it.
int fail_record(const Error& error);

// The query with its times read and its finding looked up.
Result<CaseQuery> query_of(const RecordOptions& options);

}  // namespace gait::app
