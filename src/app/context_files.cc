#include "app/context_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "app/embedded_rules.h"
#include "identity/changes_ndjson.h"
#include "identity/inventory_csv.h"
#include "ingest/files.h"

namespace gait::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t context_bytes_max = std::size_t{256} << 20;
constexpr std::size_t rules_bytes_max = std::size_t{16} << 20;
constexpr std::size_t problems_told_max = 5;

void tell(const std::string& path, const std::vector<identity::LineProblem>& found,
          std::vector<std::string>& problems) {
  for (std::size_t i = 0; i < found.size() && i < problems_told_max; ++i)
    problems.push_back(fmt::format("{}:{}: {}", path, found[i].line, found[i].message));
  if (found.size() > problems_told_max)
    problems.push_back(
        fmt::format("{}: {} more lines with problems", path, found.size() - problems_told_max));
}

Status read_file(const std::string& path, engine::Context& context,
                 std::vector<std::string>& problems) {
  TRY(const std::string text, ingest::read_text_file(path, context_bytes_max));
  if (path.ends_with(".csv")) {
    auto file = identity::parse_inventory_csv(text);
    tell(path, file.problems, problems);
    context.inventory.merge(file.inventory);
  } else {
    auto file = identity::parse_changes_ndjson(text);
    tell(path, file.problems, problems);
    std::ranges::move(file.changes, std::back_inserter(context.changes));
  }
  return Nothing{};
}

}  // namespace

Result<engine::Context> read_context(const std::string& path, std::vector<std::string>& problems) {
  engine::Context context;
  if (path.empty()) return context;
  std::error_code failure;
  if (!fs::is_directory(path, failure)) {
    if (!path.ends_with(".csv") && !path.ends_with(".ndjson"))
      return Error{Error::Code::invalid,
                   fmt::format("`{}` is no context; give a folder with inventory.csv and "
                               "changes.ndjson, or one of these files",
                               path)};
    TRY_STATUS(read_file(path, context, problems));
    return context;
  }
  bool any = false;
  for (const char* name : {"inventory.csv", "changes.ndjson"}) {
    const std::string file = (fs::path(path) / name).string();
    if (!fs::exists(file, failure)) continue;
    any = true;
    TRY_STATUS(read_file(file, context, problems));
  }
  if (!any)
    problems.push_back(
        fmt::format("`{}` has neither inventory.csv nor changes.ndjson; nothing is known of owners "
                    "and changes",
                    path));
  return context;
}

namespace {

// The user's own `.yaml` files, by the name they have below the rules folder.
Result<std::map<std::string, std::string>> read_own_actions(const std::string& rules_folder) {
  std::map<std::string, std::string> files;
  if (rules_folder.empty()) return files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(fs::path(rules_folder) / "actions", failure)) {
    if (entry.path().extension() != ".yaml") continue;
    TRY(std::string text, ingest::read_text_file(entry.path().string(), rules_bytes_max));
    files.emplace("actions/" + entry.path().filename().string(), std::move(text));
  }
  if (failure)
    return Error{
        Error::Code::not_found,
        fmt::format("reading rules in `{}`: no folder `actions` can be read there", rules_folder)};
  return files;
}

}  // namespace

Result<ActionCatalogue> read_catalogue(const std::string& rules_folder) {
  ActionCatalogue catalogue;
  TRY(const auto own, read_own_actions(rules_folder));
  for (const EmbeddedRule& rule : embedded_rules()) {
    if (rule.name.starts_with("actions/") && !own.contains(std::string(rule.name)))
      TRY_STATUS(catalogue.add_yaml(rule.text, rule.name));
    if (rule.name.ends_with("access_levels.txt"))
      TRY_STATUS(catalogue.add_aws_access_levels(rule.text, rule.name));
  }
  for (const auto& [name, text] : own)
    TRY_STATUS(catalogue.add_yaml(text, (fs::path(rules_folder) / name).string()));
  return catalogue;
}

Result<SecretRules> read_redaction(const std::string& rules_folder) {
  constexpr std::string_view name = "redaction.yaml";
  TRY(SecretRules rules, read_secret_rules(embedded_rule(name), name));
  const std::string own = (fs::path(rules_folder) / name).string();
  std::error_code failure;
  if (rules_folder.empty() || !fs::exists(own, failure)) return rules;
  TRY(const std::string text, ingest::read_text_file(own, rules_bytes_max));
  TRY(SecretRules more, read_secret_rules(text, own));
  rules.add(std::move(more));
  return rules;
}

}  // namespace gait::app
