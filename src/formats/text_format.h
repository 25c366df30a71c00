#pragma once

#include <string_view>

#include "formats/json_format.h"

namespace gait::formats {

// How one format of text lines is read. Most write a record per line; some write several lines for
// one record, and lines of other records between them.
class TextFormat : public LogFormat {
 public:
  struct Place {
    std::string_view record;  // what the lines of one record have in common; empty = stands alone
    std::string_view source;  // the machine, where the same could come of two
    bool is_last = false;     // nothing follows of this record
    bool is_empty = false;    // it only ends a record, and says nothing
  };

  // Whether the line, without its line break, is of this format.
  virtual bool owns(std::string_view line) const = 0;

  // Where a line of this format stands among others.
  virtual Place place(std::string_view line) const = 0;

  // Finds the fields in the lines of a record, each but the last with a line break behind it. What
  // is found are views into the text, as it is written there.
  virtual void find(std::string_view record, Fields& fields) const = 0;
};

}  // namespace gait::formats
