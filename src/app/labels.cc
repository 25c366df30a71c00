#include "app/labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gait::app {
namespace {

constexpr std::int64_t slack_seconds = 3600;

bool names(const Finding& finding, const Label& label) {
  const auto listed = [&](const std::string& key) {
    return std::ranges::find(label.identities, key) != label.identities.end();
  };
  return listed(finding.identity) || std::ranges::any_of(finding.members, listed);
}

bool about(const Finding& finding, const Label& label) {
  return names(finding, label) && finding.last.seconds() >= label.start.seconds() - slack_seconds &&
         finding.time.seconds() <= label.end.seconds() + slack_seconds;
}

Result<Label> read_label(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return Error{Error::Code::corrupt, "it is not a JSON object"};
  Label label;
  try {
    label.scenario = json.at("scenario");
    label.attack = json.at("kind") == "attack";
    label.description = json.value("description", "");
    label.identities = json.at("identities").get<std::vector<std::string>>();
    label.events = json.at("events").get<std::vector<std::string>>();
    if (!parse_rfc3339(json.at("start").get<std::string>(), label.start) ||
        !parse_rfc3339(json.at("end").get<std::string>(), label.end))
      return Error{Error::Code::corrupt, "`start` or `end` is no time"};
  } catch (const nlohmann::json::exception& error) {
    return Error{Error::Code::corrupt, error.what()};
  }
  return label;
}

}  // namespace

Result<std::vector<Label>> read_labels(std::string_view ndjson) {
  std::vector<Label> labels;
  for (std::size_t number = 1; !ndjson.empty(); ++number) {
    const std::size_t end = std::min(ndjson.find('\n'), ndjson.size());
    const std::string line(ndjson.substr(0, end));
    ndjson.remove_prefix(std::min(end + 1, ndjson.size()));
    if (line.empty()) continue;
    auto label = read_label(line);
    if (!label) return std::move(label.error()).in(fmt::format("line {} of the labels", number));
    labels.push_back(*std::move(label));
  }
  return labels;
}

Score score(const std::vector<Label>& labels, const std::vector<Finding>& findings) {
  Score score;
  std::vector<bool> explained(findings.size());
  for (const Label& label : labels) {
    LabelResult result{label, {}};
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (!about(findings[i], label)) continue;
      result.findings.push_back(&findings[i]);
      explained[i] = true;
    }
    if (label.attack) {
      ++score.attacks;
      score.attacks_found += !result.findings.empty();
    } else {
      ++score.confounders;
      score.confounders_high += std::ranges::any_of(
          result.findings, [](const Finding* f) { return f->severity >= Severity::high; });
    }
    score.labels.push_back(std::move(result));
  }
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (!explained[i]) score.unlabelled.push_back(&findings[i]);
  return score;
}

}  // namespace gait::app
