#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "formats/format_table.h"
#include "formats/json_records.h"
#include "formats/parser.h"
#include "formats/record_router.h"

namespace gait::formats {

// How many records of a format were read.
struct FormatCount {
  std::string name;
  std::uint64_t records = 0;
};

// Reads any log that Gait knows: the format is found out for each input, and again where it changes
// inside one. Belongs to one thread.
class LogParser final : public Parser {
 public:
  // `mappings` are formats that the user described, asked before those that are built in. `forced`,
  // where it is not null, is the format of everything.
  explicit LogParser(const ParserContext& context, std::span<const JsonFormat* const> mappings = {},
                     const JsonFormat* forced = nullptr);

  void begin() override;
  Progress parse(std::string_view piece, bool last, Batch& batch) override;

  // By format, those of which there were any.
  std::vector<FormatCount> counts() const;

 private:
  std::vector<const JsonFormat*> formats_;
  RecordRouter router_;
  JsonRecords json_;
};

}  // namespace gait::formats
