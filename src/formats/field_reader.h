#pragma once

#include <functional>
#include <vector>

#include "formats/field_table.h"

namespace gait::formats {

// One pass of a FieldTable over one record.
class FieldReader {
 public:
  FieldReader(const FieldTable& table, const char* text, Fields& found)
      : table_(table), text_(text), found_(found) {}

  bool read(JsonWalk& walk, const std::function<void()>& on_row);

 private:
  struct List {
    std::size_t level = 0;
    const std::uint32_t* at = nullptr;
  };

  bool level(JsonWalk& walk, std::size_t level);
  bool rows(const JsonWalk& whole, std::size_t level, const std::function<void()>& on_row);
  bool value(JsonWalk& walk, const FieldTable::Node& node);
  bool inside(JsonWalk& walk, const FieldTable::Node& node);
  bool object(JsonWalk& walk, const FieldTable::Node& node);
  bool array(JsonWalk& walk, const FieldTable::Node& node);
  bool keyed(JsonWalk& walk, const FieldTable::Node& node);
  bool keyed_value(JsonWalk walk, const FieldTable::Node& node);
  void take(std::uint16_t slot, std::string_view raw, bool is_string);

  const FieldTable& table_;
  const char* text_;
  Fields& found_;
  std::size_t level_ = 0;
  std::size_t row_count_ = 0;
  std::vector<List> lists_;  // found and not yet gone through
};

}  // namespace gait::formats
