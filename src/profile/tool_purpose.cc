#include "profile/tool_purpose.h"

#include <algorithm>
#include <cmath>

#include "profile/tool_text.h"

namespace gait::profile {
namespace {

constexpr std::size_t words_max = 8192;
constexpr double tasks_of_prior = 1;

bool uses(const std::vector<Symbol>& tools, Symbol tool) {
  return std::ranges::find(tools, tool) != tools.end();
}

void put_symbols(const std::vector<Symbol>& symbols, ByteWriter& out) {
  out.put(static_cast<std::uint32_t>(symbols.size()));
  for (const Symbol symbol : symbols) out.put(symbol);
}

std::vector<Symbol> get_symbols(std::size_t symbols_max, ByteReader& in) {
  const auto size = in.get<std::uint32_t>();
  std::vector<Symbol> symbols;
  if (size > symbols_max) in.fail();
  for (std::uint32_t i = 0; i < size && in.ok(); ++i) symbols.push_back(in.get<Symbol>());
  return symbols;
}

}  // namespace

ToolPurpose::ToolPurpose() : word_tasks_(words_max) {}

double ToolPurpose::weight(Symbol word) const {
  const double rarity = std::log((tasks_seen_ + 1.0) / (word_tasks_.count(word.value) + 0.5));
  return rarity * rarity;
}

std::vector<double> ToolPurpose::resemblance(std::span<const Symbol> words) const {
  if (words.empty()) return {};
  double own = 0;
  for (const Symbol word : words) own += weight(word);
  std::vector<double> all;
  for (const Task& task : tasks_) {
    double common = 0, other = 0;
    for (const Symbol word : task.words) {
      const double w = weight(word);
      other += w;
      if (std::ranges::binary_search(words, word)) common += w;
    }
    all.push_back(common > 0 ? common / std::sqrt(own * other) : 0);
  }
  return all;
}

double ToolPurpose::bits(std::span<const double> resemblance, Symbol tool) const {
  if (resemblance.empty()) return 0;
  double with = 0, all = 0, tasks_with = 0;
  for (std::size_t i = 0; i < resemblance.size(); ++i) {
    const bool used = uses(tasks_[i].tools, tool);
    tasks_with += used;
    all += resemblance[i];
    if (used) with += resemblance[i];
  }
  const double anywhere = (tasks_with + 0.5) / (static_cast<double>(tasks_.size()) + 1);
  const double here = (with + tasks_of_prior * anywhere) / (all + tasks_of_prior);
  return std::max(0.0, std::log2(anywhere / here));
}

ToolPurpose::Task& ToolPurpose::task_of(const ToolRun& run) {
  const auto known = std::ranges::find(tasks_, run.task, &Task::wording);
  if (known != tasks_.end()) return *known;
  ++tasks_seen_;
  for (const Symbol word : run.task_words) word_tasks_.add(word.value);
  Task task{run.task, run.task_words, {}};
  if (task.words.size() > task_words_max) task.words.resize(task_words_max);
  if (tasks_.size() < tasks_max) return tasks_.emplace_back(std::move(task));
  Task& place = tasks_[oldest_];
  oldest_ = (oldest_ + 1) % tasks_max;
  place = std::move(task);
  return place;
}

void ToolPurpose::learn(const ToolRun& run) {
  if (run.task_words.empty()) return;
  Task& task = task_of(run);
  for (const ToolCall& call : run.calls)
    if (task.tools.size() < tools_of_task_max && !uses(task.tools, call.tool))
      task.tools.push_back(call.tool);
}

void ToolPurpose::save(ByteWriter& out) const {
  word_tasks_.save(out);
  out.put(tasks_seen_);
  out.put(static_cast<std::uint32_t>(oldest_));
  out.put(static_cast<std::uint32_t>(tasks_.size()));
  for (const Task& task : tasks_) {
    out.put(task.wording);
    put_symbols(task.words, out);
    put_symbols(task.tools, out);
  }
}

void ToolPurpose::load(ByteReader& in) {
  word_tasks_.load(in);
  tasks_seen_ = in.get<std::uint32_t>();
  oldest_ = in.get<std::uint32_t>();
  const auto tasks = in.get<std::uint32_t>();
  if (tasks > tasks_max || oldest_ >= tasks_max) return in.fail();
  for (std::uint32_t i = 0; i < tasks && in.ok(); ++i) {
    Task& task = tasks_.emplace_back();
    task.wording = in.get<Symbol>();
    task.words = get_symbols(task_words_max, in);
    task.tools = get_symbols(tools_of_task_max, in);
  }
}

std::size_t ToolPurpose::memory_bytes() const {
  std::size_t bytes = word_tasks_.memory_bytes() + tasks_.capacity() * sizeof(Task);
  for (const Task& task : tasks_)
    bytes += (task.words.capacity() + task.tools.capacity()) * sizeof(Symbol);
  return bytes;
}

}  // namespace gait::profile
