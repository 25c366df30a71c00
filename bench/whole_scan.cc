#include "bench/whole_scan.h"

#include <chrono>
#include <limits>
#include <memory>

#include "app/context_files.h"
#include "app/read_logs.h"
#include "app/workers.h"
#include "base/check.h"
#include "engine/engine.h"

namespace gait::bench {
namespace {

using Clock = std::chrono::steady_clock;

// Seconds since `mark`, which becomes now.
double lap(Clock::time_point& mark) {
  const Clock::time_point now = Clock::now();
  const std::chrono::duration<double> took = now - mark;
  mark = now;
  return took.count();
}

}  // namespace

ActionCatalogue bench_catalogue() {
  auto catalogue = app::read_catalogue({});
  check(static_cast<bool>(catalogue), "the built-in catalogue can be read");
  return *std::move(catalogue);
}

ScanStages whole_scan(const std::string& path, const ActionCatalogue& catalogue,
                      std::size_t threads) {
  ScanStages stages;
  Clock::time_point mark = Clock::now();
  app::Workers workers(threads);
  app::LogsRead logs = app::read_logs({path}, {}, catalogue, nullptr, workers);
  check(logs.problems.empty(), "all of the bench input can be read");
  stages.read = lap(mark);
  auto engine = std::make_unique<engine::Engine>(engine::Context{}, catalogue);
  engine->take(std::move(logs.lanes), std::move(logs.symbols), {}, {}, workers.parallel_for());
  stages.learn = lap(mark);
  constexpr Timestamp end_of_time{std::numeric_limits<std::int64_t>::max()};
  stages.findings = engine->findings(end_of_time).size();
  stages.tell = lap(mark);
  engine.reset();
  logs = {};
  stages.free = lap(mark);
  return stages;
}

}  // namespace gait::bench
