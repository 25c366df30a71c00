#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/json_walk.h"
#include "model/field_path.h"

namespace gait::formats {

// Finds fields of one record of JSON by their paths, for the conditions of the action catalogue.
// Costs an index of the record, so it is made only for actions that have conditions.
//
// A path may go on inside a string that holds JSON, such as a policy document: what is in it is
// found like the rest of the record. Text that is no JSON has no fields.
class JsonLookup {
 public:
  explicit JsonLookup(std::string_view record);
  JsonLookup(const JsonLookup&) = delete;  // `text_` would be of the other
  JsonLookup& operator=(const JsonLookup&) = delete;

  // The texts of all values at the path, at most `values_max`: strings unescaped, other scalars as
  // they are written, objects and arrays as they stand in the record. Of an absent field and of
  // null there are none.
  std::vector<std::string> operator()(const FieldPath& path) const;

  static constexpr std::size_t values_max = 1024;

 private:
  class Search;
  JsonLookup(std::string_view record, int depth);

  std::string padded_;     // the record and `padding_bytes`
  std::string_view text_;  // the record; empty when it is no JSON
  BlockIndex index_;
  int depth_ = 0;  // how many strings this text was found in
};

}  // namespace gait::formats
