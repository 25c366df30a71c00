#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/action.h"

namespace gait {

// What is known of actions: class, severity, access, ATT&CK ids. Data, from the files in rules/.
//
// Looked up once per distinct action and source (results are kept by the callers), so it is plain
// rather than fast. Precedence: exact, then the longest glob; an action with several entries has
// all their classes and the greatest severity.
class ActionCatalogue {
 public:
  // Adds the entries of one YAML file (docs/action-catalogue.md says how it looks). On an error
  // nothing is added; the message names the line.
  Status add_yaml(std::string_view yaml, std::string_view file_name);

  // Adds AWS access levels: lines of `<service> <R|L|W|T|P> <action> <action> ...`, # comments.
  Status add_aws_access_levels(std::string_view text, std::string_view file_name);

  // `source` is a format name such as `aws_cloudtrail`. An action that nobody described is
  // severity 1, with the access its level gives.
  ActionFacts find(std::string_view source, std::string_view action) const;

  std::size_t size() const { return count_; }

 private:
  struct Glob {
    std::string pattern;
    ActionFacts facts;
    bool has_access = false;
  };
  struct Entry {
    ActionFacts facts;
    bool has_access = false;
  };
  struct Source {
    std::unordered_map<std::string, Entry> exact;
    std::vector<Glob> globs;
  };

  std::unordered_map<std::string, Source> sources_;
  std::unordered_map<std::string, Access> aws_levels_;
  std::size_t count_ = 0;
};

}  // namespace gait
