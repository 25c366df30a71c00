#include <algorithm>
#include <array>
#include <string>

#include "ingest/input_files.h"

namespace gait::ingest {
namespace {

constexpr std::array<std::string_view, 17> companions{
    "labels.ndjson", "changes.ndjson", "findings.ndjson", "scores.ndjson", "inventory.csv",
    "sha256sums",    "sha256sums.txt", "md5sums",         "checksums",     "checksums.txt",
    "manifest",      "license",        "license.txt",     "notice",        "readme",
    "readme.txt",    "makefile"};

constexpr std::array<std::string_view, 55> other_kinds{
    "md",  "markdown", "rst", "adoc", "pdf", "doc",  "docx", "html", "htm",  "css", "js",
    "mjs", "ts",       "svg", "png",  "jpg", "jpeg", "gif",  "ico",  "webp", "csv", "tsv",
    "xls", "xlsx",     "ods", "yaml", "yml", "toml", "ini",  "cfg",  "conf", "xml", "mmdb",
    "pem", "key",      "crt", "p12",  "py",  "pyc",  "sh",   "rb",   "go",   "so",  "o",
    "exe", "dll",      "pid", "lock", "swp", "tmp",  "part", "bak",  "orig", "sum", "sig"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace

bool may_be_log_file(std::string_view name) {
  if (name.starts_with('.') || name.ends_with('~')) return false;
  if (name.find("_CloudTrail-Digest_") != std::string_view::npos) return false;

  const std::string lower = to_lower(name);
  std::string_view bare = lower;
  for (const std::string_view packing : {".gz", ".zst", ".zstd"})
    if (bare.ends_with(packing)) bare.remove_suffix(packing.size());
  if (contains(companions, bare)) return false;

  const std::size_t dot = bare.rfind('.');
  return dot == std::string_view::npos || !contains(other_kinds, bare.substr(dot + 1));
}

bool may_be_log_folder(std::string_view name) {
  return !name.starts_with('.') && name != "CloudTrail-Digest" && name != "__MACOSX";
}

}  // namespace gait::ingest
