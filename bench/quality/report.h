#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace gait::quality {

// One number of the table: what was measured, with its 95 % interval and what it should be.
struct Metric {
  std::string name;  // stable, snake_case: `tpr_at_fpr_0.05`
  std::string what;  // for people
  double value = 0;
  std::optional<double> low, high;      // 95 % confidence interval
  std::optional<double> at_least, aim;  // of the figures that we hold ourselves to
  bool less_is_better = false;          // then `at_least` reads "at most"
};

// What one data set says of one detector: ours or a naive one beside it.
struct Row {
  std::string detector;  // `gait`, `first_seen`, `count_threshold`, `gait without peers`...
  std::vector<Metric> metrics;
};

struct Table {
  std::string name;                  // of the data set: `k8s`
  std::vector<std::string> remarks;  // what was counted and left out, in whole sentences
  std::vector<Row> rows;             // ours first
};

// An adapter turns a file of its data set into a table, with settings that are the product's own.
// Fails when the file cannot be read or has another schema; a line that cannot be read is named.
using Adapter = Result<Table> (*)(const std::string& path);

Result<Table> ablation(const std::string& path);  // path: a folder for what is simulated
Result<Table> agentdojo(const std::string& path);
Result<Table> agentdojo_full(const std::string& path);
Result<Table> darpa(const std::string& path);
Result<Table> fleet(const std::string& path);  // path: a folder for what is simulated
Result<Table> invictus(const std::string& path);
Result<Table> k8s(const std::string& path);
Result<Table> nab(const std::string& path);  // path: the folder with combined_windows.json
Result<Table> panther(const std::string& path);

}  // namespace gait::quality
