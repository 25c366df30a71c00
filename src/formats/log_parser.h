#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/format_table.h"
#include "formats/json_records.h"
#include "formats/parser.h"
#include "formats/record_router.h"
#include "formats/text_records.h"

namespace gait::formats {

// How many records of a format were read.
struct FormatCount {
  std::string name;
  std::uint64_t records = 0;
};

// Reads any log that Gait knows: the format is found out for each input, and again where it changes
// inside one. What begins with a bracket is JSON, all else lines of text. Belongs to one thread.
class LogParser final : public Parser {
 public:
  // `formats` are asked in their order, and must outlive the parser; those that are built in unless
  // given. `forced`, where it is not null, is the format of everything: one of them, or of text.
  explicit LogParser(const ParserContext& context,
                     std::span<const JsonFormat* const> formats = json_formats(),
                     const LogFormat* forced = nullptr);

  void begin() override;
  Progress parse(std::string_view piece, bool last, Batch& batch) override;

  // By format, those of which there were any.
  std::vector<FormatCount> counts() const;

 private:
  enum class Shape : std::uint8_t { unknown, json, text };
  Progress find_shape(std::string_view piece, bool last);
  Progress parse_text(std::string_view piece, bool last, Batch& batch);

  std::span<const JsonFormat* const> formats_;
  RecordRouter router_;
  JsonRecords json_;
  TextRecords text_;
  Shape forced_shape_;
  Shape shape_ = Shape::unknown;  // of the input
};

}  // namespace gait::formats
