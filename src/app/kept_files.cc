#include "app/kept_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/scan.h"
#include "ingest/files.h"
#include "report/feedback_json.h"
#include "report/findings_json.h"

namespace gait::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t findings_bytes_max = std::size_t{8} << 30;
constexpr std::size_t feedback_bytes_max = std::size_t{1} << 30;

// Empty where there is no file yet.
Result<std::string> read_feedback_text(const std::string& data_folder) {
  std::error_code failure;
  const std::string path = feedback_path(data_folder);
  if (data_folder.empty() || !fs::exists(path, failure)) return std::string();
  return ingest::read_text_file(path, feedback_bytes_max);
}

}  // namespace

std::string feedback_path(const std::string& data_folder) {
  return (fs::path(data_folder) / "feedback.ndjson").string();
}

Result<std::vector<FeedbackAct>> read_acts(const std::string& data_folder) {
  TRY(const std::string text, read_feedback_text(data_folder));
  auto acts = report::acts_from_ndjson(text);
  if (!acts) return std::move(acts.error()).in(fmt::format("`{}`", feedback_path(data_folder)));
  return acts;
}

Result<detect::Feedback> read_feedback(const std::string& data_folder) {
  TRY(const auto acts, read_acts(data_folder));
  return detect::Feedback(acts);
}

Status keep_act(const std::string& data_folder, const FeedbackAct& act) {
  TRY(std::string text, read_feedback_text(data_folder));
  if (!text.empty() && text.back() != '\n') text += '\n';
  text += report::act_json(act) + '\n';
  return ingest::write_file_atomically(feedback_path(data_folder), text);
}

Result<std::vector<Finding>> read_findings(const std::string& data_folder) {
  const std::string path = findings_path(data_folder);
  auto text = ingest::read_text_file(path, findings_bytes_max);
  if (!text) {
    text.error().message += "; `gait scan PATH --data DIR` makes it";
    return std::move(text.error());
  }
  TRY(const detect::Feedback feedback, read_feedback(data_folder));
  std::vector<Finding> findings;
  std::string_view rest = *text;
  for (std::size_t line = 1; !rest.empty(); ++line) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    auto finding = report::finding_from_json(rest.substr(0, end));
    if (!finding) return std::move(finding.error()).in(fmt::format("`{}` line {}", path, line));
    findings.push_back(*std::move(finding));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  feedback.put_marks(findings);
  return findings;
}

}  // namespace gait::app
