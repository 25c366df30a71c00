#include "profile/tool_habits.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/hash.h"

namespace gait::profile {
namespace {

constexpr std::size_t values_max = 65'536, places_max = 8192, members_max = 65'536;
constexpr std::size_t amounts_max = 512;
constexpr int amounts_of_run_max = 4;  // per parameter: a loop teaches no more than a few

// From here on a new value is news, after which more of them are less of a surprise.
constexpr double news_bits_min = 2;
// What is known of a parameter at large weighs as much as so many jobs in either state.
constexpr double jobs_of_prior = 4;

// What is counted of a place, a parameter of a tool.
enum class Counted : std::uint8_t { jobs = 1, jobs_new, calm, calm_new, news, news_new };

std::uint64_t key_of(std::uint64_t place, Counted what) {
  const std::uint64_t hash = hash_combine(place, static_cast<std::uint64_t>(what));
  return hash == 0 ? 1 : hash;
}

std::uint64_t place_of(Symbol tool, const Argument& argument) {
  return hash_combine(tool.value, argument.parameter.value);
}

std::uint64_t value_key(std::uint64_t place, Symbol value) {
  const std::uint64_t hash = hash_combine(place, value.value);
  return hash == 0 ? 1 : hash;
}

// Dates, amounts and truth values are no names: a new one is no news.
bool is_name(const Argument& argument) {
  return !argument.is_amount && argument.shape != ValueShape::date &&
         argument.shape != ValueShape::truth;
}

double bits_of(double probability) { return -std::log2(std::min(1.0, probability)); }

void raise(double& bits, double candidate) { bits = std::max(bits, candidate); }

}  // namespace

ToolHabits::ToolHabits() : values_(values_max), places_(places_max, members_max) {}

double ToolHabits::new_bits(std::uint64_t place) const {
  return bits_of((places_.count(key_of(place, Counted::jobs_new)) + 0.5) /
                 (places_.count(key_of(place, Counted::jobs)) + 1));
}

double ToolHabits::new_bits_after(std::uint64_t place, bool after_news) const {
  const double at_large = std::exp2(-new_bits(place));
  const double jobs = places_.count(key_of(place, after_news ? Counted::news : Counted::calm));
  const double jobs_new =
      places_.count(key_of(place, after_news ? Counted::news_new : Counted::calm_new));
  return bits_of((jobs_new + jobs_of_prior * at_large) / (jobs + jobs_of_prior));
}

void ToolHabits::judge_names(const ToolCall& call, Walk& walk, CallBits& bits) const {
  const bool after_news = walk.news_bits >= news_bits_min;
  for (const Argument& argument : call.arguments) {
    if (!is_name(argument)) continue;
    const std::uint64_t place = place_of(call.tool, argument);
    const std::uint64_t value = value_key(place, argument.value);
    if (values_.count(value) > 0 || !walk.values.insert(value).second) continue;
    raise(walk.news_bits, new_bits(place));
    const double surprise = new_bits_after(place, after_news);
    if (surprise <= bits.argument) continue;
    bits.argument = surprise;
    bits.new_parameter = argument.parameter;
    bits.new_value = argument.value;
  }
}

void ToolHabits::judge_amounts(const ToolCall& call, CallBits& bits) const {
  for (const Argument& argument : call.arguments) {
    if (!argument.is_amount) continue;
    if (const auto known = amounts_.find(place_of(call.tool, argument)); known != amounts_.end())
      raise(bits.amount, bits_of(known->second.two_sided(argument.amount)));
  }
}

void ToolHabits::judge_flow(const ToolCall& call, CallBits& bits) const {
  for (const Argument& argument : call.arguments) {
    const ToolFlow::Verdict verdict = flow_.judge(call.tool, argument);
    if (verdict.bits <= bits.flow) continue;
    bits.flow = verdict.bits;
    bits.flow_parameter = argument.parameter;
    bits.flow_source = argument.source;
    bits.flow_usual = verdict.usual;
  }
}

std::vector<CallBits> ToolHabits::judge(const ToolRun& run) const {
  const std::vector<double> resemblance = purpose_.resemblance(run.task_words);
  std::vector<CallBits> all;
  Walk walk;
  Symbol previous;
  for (const ToolCall& call : run.calls) {
    CallBits& bits = all.emplace_back();
    judge_names(call, walk, bits);
    judge_amounts(call, bits);
    judge_flow(call, bits);
    bits.order = order_.bits(previous, call.tool);
    bits.purpose = purpose_.bits(resemblance, call.tool);
    previous = call.tool;
  }
  return all;
}

void ToolHabits::learn_names(std::uint64_t job, const ToolCall& call, Walk& walk) {
  const bool after_news = walk.news_bits >= news_bits_min;
  std::map<std::uint64_t, bool> news;  // by place: whether it brought something new
  for (const Argument& argument : call.arguments) {
    if (!is_name(argument)) continue;
    const std::uint64_t place = place_of(call.tool, argument);
    const std::uint64_t value = value_key(place, argument.value);
    if (!walk.values.insert(value).second) continue;
    news[place] |= values_.count(value) == 0;
  }
  double newest_bits = 0;
  for (const auto& [place, is_new] : news) {
    if (is_new) raise(newest_bits, new_bits(place));
    places_.add(key_of(place, Counted::jobs), job);
    places_.add(key_of(place, after_news ? Counted::news : Counted::calm), job);
    if (!is_new) continue;
    places_.add(key_of(place, Counted::jobs_new), job);
    places_.add(key_of(place, after_news ? Counted::news_new : Counted::calm_new), job);
  }
  raise(walk.news_bits, newest_bits);
}

void ToolHabits::learn_amounts(const ToolRun& run) {
  std::unordered_map<std::uint64_t, int> taught;
  for (const ToolCall& call : run.calls)
    for (const Argument& argument : call.arguments) {
      if (!argument.is_amount) continue;
      const std::uint64_t place = place_of(call.tool, argument);
      if (amounts_.size() >= amounts_max && !amounts_.contains(place)) continue;
      if (++taught[place] <= amounts_of_run_max) amounts_[place].add(argument.amount);
    }
}

void ToolHabits::learn(const ToolRun& run) {
  const std::uint64_t job = run.task ? run.task.value : run.session.value;
  Walk walk;
  for (const ToolCall& call : run.calls) {
    learn_names(job, call, walk);
    for (const Argument& argument : call.arguments) flow_.learn(job, call.tool, argument);
  }
  for (const std::uint64_t value : walk.values) values_.add(value);
  learn_amounts(run);
  order_.learn(run.calls);
  purpose_.learn(run);
  ++runs_;
}

void ToolHabits::save(ByteWriter& out) const {
  out.put(runs_);
  values_.save(out);
  places_.save(out);
  flow_.save(out);
  order_.save(out);
  purpose_.save(out);
  const std::map<std::uint64_t, sketch::NumberTails> sorted(amounts_.begin(), amounts_.end());
  out.put(static_cast<std::uint32_t>(sorted.size()));
  for (const auto& [place, tails] : sorted) {
    out.put(place);
    tails.save(out);
  }
}

void ToolHabits::load(ByteReader& in) {
  runs_ = in.get<std::uint32_t>();
  values_.load(in);
  places_.load(in);
  flow_.load(in);
  order_.load(in);
  purpose_.load(in);
  const auto amounts = in.get<std::uint32_t>();
  if (amounts > amounts_max) return in.fail();
  for (std::uint32_t i = 0; i < amounts && in.ok(); ++i) {
    const auto place = in.get<std::uint64_t>();
    amounts_[place].load(in);
  }
}

std::size_t ToolHabits::memory_bytes() const {
  return sizeof *this + values_.memory_bytes() + places_.memory_bytes() + flow_.memory_bytes() +
         order_.memory_bytes() + purpose_.memory_bytes() +
         amounts_.size() * (sizeof(std::uint64_t) + sizeof(sketch::NumberTails));
}

}  // namespace gait::profile
