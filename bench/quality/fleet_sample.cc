#include "bench/quality/fleet_sample.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "formats/log_parser.h"
#include "identity/changes_ndjson.h"
#include "identity/inventory_csv.h"
#include "ingest/files.h"
#include "ingest/mmdb.h"
#include "simulate/mmdb_writer.h"
#include "simulate/networks.h"

namespace gait::quality {
namespace {

namespace fs = std::filesystem;

Result<std::unique_ptr<ingest::MmdbLookup>> networks_of(const simulate::FleetOptions& options,
                                                        const std::string& scratch) {
  std::error_code failure;
  const fs::path folder = scratch.empty() ? fs::temp_directory_path(failure) : fs::path(scratch);
  fs::create_directories(folder, failure);
  const std::string path = (folder / fmt::format("gait-quality-{}.mmdb", getpid())).string();
  TRY_STATUS(ingest::write_file_atomically(
      path, simulate::write_mmdb(simulate::network_table(), options.start)));
  auto lookup = ingest::MmdbLookup::open({path});
  fs::remove(path, failure);
  return lookup;
}

// Takes the pieces of a simulated company as they are written.
class Reader {
 public:
  Reader(FleetSample& sample, const ActionCatalogue& catalogue, const NetworkLookup& networks)
      : sample_(sample), parser_({sample.symbols, catalogue, &networks}) {}

  Status take(simulate::OutputFile file) {
    if (file.path.ends_with(".mmdb")) return Nothing{};
    if (file.path.ends_with("inventory.csv")) {
      sample_.context.inventory = identity::parse_inventory_csv(file.content).inventory;
      return Nothing{};
    }
    if (file.path.ends_with("changes.ndjson")) {
      sample_.context.changes = identity::parse_changes_ndjson(file.content).changes;
      return Nothing{};
    }
    if (file.path.ends_with("labels.ndjson")) {
      TRY(sample_.labels, app::read_labels(file.content));
      return Nothing{};
    }
    return read_log(std::move(file.content));
  }

 private:
  Status read_log(std::string text) {
    const std::size_t length = text.size();
    text.append(formats::padding_bytes, '\0');
    parser_.begin();
    const auto progress =
        parser_.parse(std::string_view(text).substr(0, length), true, sample_.batch);
    if (!progress.error.empty()) return Error{Error::Code::corrupt, progress.error};
    return Nothing{};
  }

  FleetSample& sample_;
  formats::LogParser parser_;
};

// A lane takes its batch empty, so it gets copies.
template <class T>
void copy_from(const std::vector<T>& all, Timestamp from, std::vector<T>& out) {
  std::ranges::copy_if(all, std::back_inserter(out),
                       [from](const T& one) { return one.time >= from; });
}

}  // namespace

Result<FleetSample> sample_fleet(const simulate::FleetOptions& options,
                                 const ActionCatalogue& catalogue, const std::string& scratch) {
  FleetSample sample;
  sample.start = options.start;
  sample.end = {options.start.ns + options.days * std::int64_t{86'400'000'000'000}};
  TRY(const auto networks, networks_of(options, scratch));
  Reader reader(sample, catalogue, *networks);
  Status read = Nothing{};
  TRY_STATUS(simulate::simulate(options, [&](simulate::OutputFile file) {
    if (read) read = reader.take(std::move(file));
  }));
  if (!read) return std::move(read.error()).in("simulated logs");
  return sample;
}

std::vector<engine::Inlet> lanes_from(const FleetSample& sample, Timestamp from) {
  std::vector<engine::Inlet> lanes(1);
  Batch batch;
  constexpr std::size_t piece = 65'536;
  for (const Activity& activity : sample.batch.activities) {
    if (activity.time < from) continue;
    batch.activities.push_back(activity);
    if (batch.activities.size() == piece) lanes[0].take_activities(batch);
  }
  batch.principals = sample.batch.principals;
  batch.twins = sample.batch.twins;
  copy_from(sample.batch.mints, from, batch.mints);
  copy_from(sample.batch.changes, from, batch.changes);
  lanes[0].take(batch);
  return lanes;
}

SymbolTable copy_of(const SymbolTable& symbols) {
  SymbolTable copy;
  copy.merge(symbols);
  return copy;
}

Judged judge(const FleetSample& sample, const ActionCatalogue& catalogue,
             const JudgeOptions& options) {
  engine::Engine engine(sample.context, catalogue);
  engine.take(lanes_from(sample, options.from), copy_of(sample.symbols),
              {.train_until = {}, .settings = options.settings}, options.witness,
              engine::one_after_another);
  return {engine.findings(end_of_time), engine.stats()};
}

}  // namespace gait::quality
