#include "app/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <thread>

#include "app/context_files.h"
#include "app/kept_files.h"
#include "app/log_formats.h"
#include "app/read_logs.h"
#include "app/scores.h"
#include "app/workers.h"
#include "ingest/files.h"
#include "ingest/mmdb.h"
#include "report/findings_json.h"

namespace gait::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t state_bytes_max = std::size_t{8} << 30;

Result<std::unique_ptr<NetworkLookup>> open_networks(const std::vector<std::string>& files) {
  if (files.empty()) return std::unique_ptr<NetworkLookup>();
  TRY(auto lookup, ingest::MmdbLookup::open(files));
  return std::unique_ptr<NetworkLookup>(std::move(lookup));
}

Status load_state(const std::string& folder, engine::Engine& engine) {
  std::error_code failure;
  if (folder.empty() || !fs::exists(state_path(folder), failure)) return Nothing{};
  TRY(const std::string bytes, ingest::read_text_file(state_path(folder), state_bytes_max));
  auto loaded = engine.load(bytes);
  if (!loaded) return std::move(loaded.error()).in(fmt::format("state `{}`", state_path(folder)));
  return Nothing{};
}

Status keep(const std::string& folder, const Scan& scan) {
  if (folder.empty()) return Nothing{};
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure)
    return Error{Error::Code::unavailable,
                 fmt::format("making folder `{}`: {}", folder, failure.message())};
  fs::permissions(folder, fs::perms::owner_all, failure);
  TRY_STATUS(ingest::write_file_atomically(state_path(folder), scan.engine->save()));
  // Earlier findings stay: a second scan reports only what is new since the first.
  std::string findings;
  if (fs::exists(findings_path(folder), failure)) {
    TRY(findings, ingest::read_text_file(findings_path(folder), state_bytes_max));
  }
  findings += report::findings_ndjson(scan.report.findings);
  return ingest::write_file_atomically(findings_path(folder), findings);
}

Result<std::unique_ptr<RecordLog>> open_record(const std::string& folder) {
  if (folder.empty()) return std::unique_ptr<RecordLog>();
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  auto record = RecordLog::open(
      folder, {std::chrono::duration_cast<std::chrono::nanoseconds>(since_1970).count()});
  if (!record) return std::move(record.error()).in("--record");
  return record;
}

// How long a thread count is worth asking for.
std::size_t thread_count(std::size_t asked) {
  const std::size_t have = std::max(1U, std::thread::hardware_concurrency());
  return std::clamp<std::size_t>(asked == 0 ? have : asked, 1, 64);
}

}  // namespace

std::string state_path(const std::string& data_folder) {
  return (fs::path(data_folder) / "state.gait").string();
}

std::string findings_path(const std::string& data_folder) {
  return (fs::path(data_folder) / "findings.ndjson").string();
}

Result<Scan> run_scan(const ScanOptions& options) {
  const auto started = std::chrono::steady_clock::now();
  Scan scan;
  TRY(auto catalogue, read_catalogue(options.rules));
  scan.catalogue = std::make_unique<ActionCatalogue>(std::move(catalogue));
  TRY(const LogFormats formats, LogFormats::read(options.rules));
  TRY(const formats::LogFormat* const input, formats.find(options.input));
  TRY(auto context, read_context(options.context, scan.warnings));
  if (!options.data.empty()) {
    TRY(context.feedback, read_feedback(options.data));
  }
  TRY(const auto networks, open_networks(options.geo));
  scan.engine = std::make_unique<engine::Engine>(
      std::move(context), *scan.catalogue,
      sketch::BudgetOptions{options.alert_budget, options.alert_budget});
  TRY_STATUS(load_state(options.data, *scan.engine));

  Workers workers(thread_count(options.threads));
  TRY(const auto record, open_record(options.record));
  LogsRead logs = read_logs(options.paths, {formats.all(), input, options.scope, record.get()},
                            *scan.catalogue, networks.get(), workers);
  // What is judged is in the record first.
  if (record != nullptr) TRY_STATUS(record->close());
  Scores scores(scan.engine->symbols());
  scan.engine->take(
      std::move(logs.lanes), std::move(logs.symbols), {options.train_until.value_or(Timestamp{})},
      options.scores.empty() ? engine::Witness{} : scores.witness(), workers.parallel_for());
  // A scan ends with its input: nothing can extend an episode any more.
  constexpr Timestamp end_of_time{std::numeric_limits<std::int64_t>::max()};
  scan.report.findings = scan.engine->findings(end_of_time);
  scan.report.stats = scan.engine->stats();
  scan.report.stats.files = logs.files;
  scan.report.stats.problems = std::move(logs.problems);
  if (!options.scores.empty())
    TRY_STATUS(ingest::write_file_atomically(options.scores, scores.take()));
  TRY_STATUS(keep(options.data, scan));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  scan.report.stats.seconds = took.count();
  return scan;
}

}  // namespace gait::app
