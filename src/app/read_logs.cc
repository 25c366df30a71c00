#include "app/read_logs.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "app/clock.h"
#include "app/progress.h"
#include "formats/log_parser.h"
#include "ingest/input_files.h"
#include "ingest/read_input.h"
#include "ingest/split_ranges.h"

namespace gait::app {
namespace {

struct Task {
  std::size_t file = 0;
  ingest::ByteRange range;
};

// Hands activities on piece by piece, so that a large file does not wait in one batch.
class Draining final : public formats::Parser {
 public:
  Draining(formats::Parser& parser, engine::Inlet& lane) : parser_(parser), lane_(lane) {}

  void begin() override { parser_.begin(); }
  formats::Progress parse(std::string_view piece, bool last, Batch& batch) override {
    const formats::Progress progress = parser_.parse(piece, last, batch);
    lane_.take_activities(batch);
    return progress;
  }

 private:
  formats::Parser& parser_;
  engine::Inlet& lane_;
};

std::vector<Task> cut_tasks(const std::vector<ingest::InputFile>& files, std::size_t workers) {
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < files.size(); ++i)
    for (const ingest::ByteRange range :
         ingest::split_ranges(files[i].path, files[i].size_bytes, workers == 1 ? 1 : workers * 4))
      tasks.push_back({i, range});
  return tasks;
}

}  // namespace

LogsRead read_logs(const std::vector<std::string>& paths, const ReadOptions& options,
                   const ActionCatalogue& catalogue, const NetworkLookup* networks,
                   Workers& workers) {
  LogsRead read;
  const ingest::InputFiles inputs = ingest::find_input_files(paths);
  read.problems = inputs.problems;
  read.files = inputs.files.size();
  const std::vector<Task> tasks = cut_tasks(inputs.files, workers.count());
  std::uint64_t bytes = 0;
  for (const ingest::InputFile& file : inputs.files) bytes += file.size_bytes;
  Progress progress("reading", bytes);

  read.lanes.resize(workers.count());
  std::vector<SymbolTable> symbols(workers.count());
  std::vector<ingest::ReadOutcome> outcomes(tasks.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;  // of `read.formats`
  const Timestamp received = now();
  workers.run(workers.count(), [&](std::size_t worker) {
    formats::ParserContext context{symbols[worker], catalogue, networks};
    context.received = received;
    if (!options.scope.empty()) context.scope = options.scope;
    if (options.record != nullptr) context.witness = options.record->witness(symbols[worker]);
    formats::LogParser parser(context, options.formats, options.input);
    Draining draining(parser, read.lanes[worker]);
    ingest::InputReader reader({.standard_input = 0, .bytes_read = progress.done()});
    Batch batch;
    for (std::size_t i = next++; i < tasks.size(); i = next++) {
      outcomes[i] = reader.feed(inputs.files[tasks[i].file].path, tasks[i].range, draining, batch);
      read.lanes[worker].take(batch);
    }
    const std::lock_guard lock(mutex);
    for (const formats::FormatCount& count : parser.counts())
      read.formats[count.name] += count.records;
  });

  read.symbols = std::move(symbols.front());
  for (std::size_t i = 1; i < symbols.size(); ++i) read.symbols.merge(symbols[i]);
  for (std::size_t i = 0; i < tasks.size();) {
    const std::size_t file = tasks[i].file;
    ingest::ReadOutcome outcome = std::move(outcomes[i++]);
    for (; i < tasks.size() && tasks[i].file == file; ++i) outcome.join(outcomes[i]);
    std::ranges::move(outcome.problems(inputs.files[file].path), std::back_inserter(read.problems));
  }
  return read;
}

}  // namespace gait::app
