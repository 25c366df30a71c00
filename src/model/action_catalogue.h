#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/action.h"
#include "model/action_conditions.h"
#include "model/action_file.h"
#include "model/pattern_set.h"

namespace gait {

// What is known of actions: class, severity, access, ATT&CK ids. Data, from the files in rules/.
//
// Looked up once per distinct action and source (results are kept by the callers), so it is plain
// rather than fast. Precedence: exact, then the longest glob, then regular expressions; an action
// with several entries has all their classes and the greatest severity.
class ActionCatalogue {
 public:
  // Adds the entries of one YAML file (docs/action-catalogue.md says how it looks). On an error
  // nothing is added; the message names the line.
  Status add_yaml(std::string_view yaml, std::string_view file_name);

  // Adds AWS access levels: lines of `<service> <R|L|W|T|P> <action> <action> ...`, # comments.
  Status add_aws_access_levels(std::string_view text, std::string_view file_name);

  // `source` is a format name such as `aws_cloudtrail`.
  // An action that nobody described is severity 1, with the access its level gives. What holds
  // without a look at the record; where `conditions` of the result are set, `settle` of
  // model/action_conditions.h gives the rest.
  ActionFacts find(std::string_view source, std::string_view action) const;

  // Actions, globs and regular expressions that are described, of all sources and by source.
  std::size_t size() const;
  std::map<std::string, std::size_t> sizes() const;

 private:
  struct Known {
    ActionFacts facts;  // of the entries without a condition
    std::vector<ConditionalFacts> conditional;
  };
  struct Shape {
    std::string pattern;  // a glob or a regular expression
    Known known;
  };
  struct Source {
    bool ignore_case = false;
    std::unordered_map<std::string, Known> exact;
    std::vector<Shape> globs, regexes;
    PatternSet patterns;  // of `regexes`, by index
  };

  static void add(const ActionEntry& entry, Source& source);
  static void join(Known& into, const Known& from);
  static Known longest_globs(const Source& source, std::string_view action);
  static Known look_up(const Source& source, std::string_view action);

  std::map<std::string, Source, std::less<>> sources_;
  std::unordered_map<std::string, Access> aws_levels_;
};

}  // namespace gait
