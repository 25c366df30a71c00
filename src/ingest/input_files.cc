#include "ingest/input_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "ingest/system_error.h"

namespace gait::ingest {
namespace {

namespace fs = std::filesystem;

// The device and number of a file: the same for all its names.
using FileId = std::pair<::dev_t, ::ino_t>;

class Walk {
 public:
  void take(const std::string& path) {
    if (path == "-") return take_standard_input();
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0) return problem(path, system_error(errno).message);
    if (S_ISDIR(facts.st_mode))
      take_folder(path, facts);
    else
      take_file(path, facts);
  }

  InputFiles finish() {
    drop_repeated();
    return std::move(found_);
  }

 private:
  void take_standard_input() {
    const auto same = [](const InputFile& file) { return file.path == "-"; };
    if (std::ranges::none_of(found_.files, same)) add({"-", 0}, {});
  }

  void take_file(const std::string& path, const struct stat& facts) {
    const bool has_size = S_ISREG(facts.st_mode);
    add({path, has_size ? static_cast<std::uint64_t>(facts.st_size) : 0},
        {facts.st_dev, facts.st_ino});
  }

  // A folder that a user named: it is a problem when there is nothing in it.
  void take_folder(const std::string& path, const struct stat& facts) {
    const std::size_t files_before = found_.files.size();
    const std::size_t problems_before = found_.problems.size();
    skipped_ = 0;
    met_again_ = false;
    if (!enter({facts.st_dev, facts.st_ino})) return;
    walk(path);
    if (found_.files.size() > files_before || found_.problems.size() > problems_before ||
        met_again_)
      return;
    problem(path, skipped_ == 0
                      ? "empty folder: there is nothing to read"
                      : fmt::format("no logs in this folder: {} {} other kinds, such as `{}`; name "
                                    "a file to have it read all the same",
                                    skipped_, skipped_ == 1 ? "file is of" : "files are of",
                                    skipped_name_));
  }

  // False for a folder that was entered before.
  bool enter(FileId folder) { return folders_.insert(folder).second; }

  void walk(const fs::path& folder) {
    for (const std::string& name : sorted_names(folder)) {
      if (full_) return;
      const fs::path path = folder / name;
      struct stat facts {};
      if (::stat(path.c_str(), &facts) != 0)
        problem(path, system_error(errno).message);
      else if (S_ISDIR(facts.st_mode))
        walk_inner(path, name, {facts.st_dev, facts.st_ino});
      else if (S_ISREG(facts.st_mode) && may_be_log_file(name))
        take_file(path, facts);
      else
        skip(name);
    }
  }

  void walk_inner(const fs::path& path, const std::string& name, FileId folder) {
    if (!may_be_log_folder(name)) return skip(name);
    if (enter(folder))
      walk(path);
    else
      met_again_ = true;
  }

  std::vector<std::string> sorted_names(const fs::path& folder) {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
      names.push_back(entry->path().filename().string());
    if (error) problem(folder, system_error(error.value()).message);
    std::ranges::sort(names);
    return names;
  }

  void skip(const std::string& name) {
    if (skipped_++ == 0) skipped_name_ = name;
  }

  void add(InputFile file, FileId id) {
    if (full_) return;
    if (found_.files.size() == input_files_max) {
      full_ = true;
      return problem(file.path, fmt::format("more than {} files; this one and those after it are "
                                            "left out, name fewer folders at a time",
                                            input_files_max));
    }
    found_.files.push_back(std::move(file));
    ids_.push_back(id);
  }

  void problem(const std::string& path, std::string message) {
    found_.problems.push_back({path, std::move(message), true});
  }

  // Keeps the first of each file's names, in order.
  void drop_repeated() {
    std::vector<std::size_t> order(ids_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [this](std::size_t i) { return ids_[i]; });
    std::vector<bool> repeated(ids_.size());
    for (std::size_t i = 1; i < order.size(); ++i)
      repeated[order[i]] = ids_[order[i]] == ids_[order[i - 1]];

    std::size_t index = 0;
    std::erase_if(found_.files, [&](const InputFile&) { return repeated[index++]; });
  }

  InputFiles found_;
  std::vector<FileId> ids_;  // of `found_.files`
  std::set<FileId> folders_;
  std::size_t skipped_ = 0;  // in the folder that a user named
  std::string skipped_name_;
  bool met_again_ = false;  // in that folder, a folder that was read before
  bool full_ = false;
};

}  // namespace

InputFiles find_input_files(const std::vector<std::string>& paths) {
  Walk walk;
  for (const std::string& path : paths) walk.take(path);
  return walk.finish();
}

}  // namespace gait::ingest
