#include "app/log_formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "app/embedded_rules.h"
#include "formats/format_table.h"
#include "formats/mapping_format.h"
#include "ingest/files.h"

namespace gait::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max = std::size_t{1} << 20;
constexpr std::string_view folder_name = "mappings/";

// The user's own files, by their names.
Result<std::map<std::string, std::string>> own_files(const fs::path& folder) {
  std::map<std::string, std::string> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    if (entry.path().extension() != ".yaml") continue;
    TRY(std::string text, ingest::read_text_file(entry.path().string(), file_bytes_max));
    files.emplace(entry.path().filename().string(), std::move(text));
  }
  return files;
}

}  // namespace

Result<LogFormats> LogFormats::read(const std::string& rules_folder) {
  LogFormats formats;
  const fs::path folder = fs::path(rules_folder) / folder_name;
  std::map<std::string, std::string> own;
  if (!rules_folder.empty()) {
    TRY(own, own_files(folder));
  }
  for (const auto& [name, text] : own) {
    TRY(auto format, formats::read_mapping(text, (folder / name).string()));
    formats.all_.push_back(formats.mapped_.emplace_back(std::move(format)).get());
  }
  const auto built_in = formats::json_formats();
  formats.all_.insert(formats.all_.end(), built_in.begin(), built_in.end());
  for (const EmbeddedRule& rule : embedded_rules()) {
    if (!rule.name.starts_with(folder_name)) continue;
    if (own.contains(std::string(rule.name.substr(folder_name.size())))) continue;
    TRY(auto format, formats::read_mapping(rule.text, rule.name));
    formats.all_.push_back(formats.mapped_.emplace_back(std::move(format)).get());
  }
  return formats;
}

Status LogFormats::add(const std::string& path) {
  TRY(const std::string text, ingest::read_text_file(path, file_bytes_max));
  TRY(auto format, formats::read_mapping(text, path));
  all_.insert(all_.begin(), mapped_.emplace_back(std::move(format)).get());
  return Nothing{};
}

Result<const formats::LogFormat*> LogFormats::find(std::string_view name) const {
  const formats::LogFormat* none = nullptr;
  if (name.empty()) return none;
  std::vector<const formats::LogFormat*> known(all_.begin(), all_.end());
  const auto text = formats::text_formats();
  known.insert(known.end(), text.begin(), text.end());
  std::string names;
  for (const formats::LogFormat* format : known) {
    if (format->name == name) return format;
    names.append(names.empty() ? "" : ", ").append(format->name);
  }
  return Error{Error::Code::invalid, fmt::format("no format `{}`; known are {}", name, names)};
}

}  // namespace gait::app
