#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "formats/field_path.h"
#include "formats/fields.h"
#include "formats/json_walk.h"

namespace gait::formats {

// The fields of a format, made ready to be found in one pass over a record.
//
// A field is one path or several with `|` between them, of which the first that is there counts:
// `callerIpAddress|caller_ip`. Paths that hold `[]` make rows of a record: with `a[].b` and
// `a[].c[].d` there is a row for each element of each `c`, which also has the fields of its `a` and
// of the record. A record without such an `a` is a row itself. The `[]` of all paths must lie on
// one line, as they do here.
class FieldTable {
 public:
  enum class Case { sensitive, ignored };

  static constexpr std::size_t paths_max = 256;
  static constexpr std::size_t rows_max = 100'000;  // of one record; more are left out

  // On an error the message names the path.
  static Result<FieldTable> make(std::span<const std::string_view> fields,
                                 Case letters = Case::sensitive);

  // Room for what is found.
  Fields fields() const;

  // Finds the fields of the object at the walk over `text`, which then stands behind it, and calls
  // `on_row` for each row (once, where no path has a `[]`). False when the walk stopped; then no
  // row was told.
  bool read(JsonWalk& walk, const char* text, Fields& found,
            const std::function<void()>& on_row) const;

 private:
  friend class FieldReader;
  static constexpr std::uint16_t none = 0xffff;

  struct Member {
    std::uint64_t head = 0;
    std::string name;
    std::uint16_t node = none;
  };
  struct Element {
    std::size_t index = 0;
    std::uint16_t node = none;
  };
  // What is wanted of one value, and inside it.
  struct Node {
    std::vector<Member> members, keyed;
    std::vector<Element> elements;
    std::uint64_t heads = 0;  // a bit for each member, by `head_bit`: most keys are none of them
    std::uint16_t any = none;
    std::uint16_t slot = none;  // the value itself
    bool is_list = false;       // its elements are the objects of the next level
    bool is_leaf() const {
      return members.empty() && keyed.empty() && elements.empty() && any == none && !is_list;
    }
  };
  // The record is level 0; the elements of its rows are level 1, and so on.
  struct Level {
    std::string rows;  // the path to its lists, from the record on
    std::uint16_t root = none;
    std::vector<std::uint16_t> slots;  // those that its objects fill
  };

  // Eight bytes whose letters are made small. Other signs may change too: a filter, behind which
  // whole names are compared.
  static constexpr std::uint64_t folded(std::uint64_t head) {
    return head | 0x2020'2020'2020'2020ULL;
  }
  static constexpr std::uint64_t head_bit(std::uint64_t head) {
    return std::uint64_t{1} << (folded(head) * 0x9e37'79b9'7f4a'7c15ULL >> 58);
  }

  Status add(std::string_view path, std::uint16_t slot);
  Result<std::size_t> level_below(std::size_t level, const std::string& rows,
                                  std::string_view path);
  std::uint16_t node_behind(std::uint16_t node, const PathStep& step);

  Case letters_ = Case::sensitive;
  std::vector<Node> nodes_;
  std::vector<Level> levels_;
  std::vector<std::uint16_t> first_slots_;
};

}  // namespace gait::formats
