#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/activity_maker.h"
#include "formats/fields.h"
#include "formats/naming.h"
#include "formats/parser.h"
#include "formats/text_format.h"

namespace gait::formats {

// Cuts text into lines, puts the lines of one record together, and makes activities of them. What
// comes out depends on the lines alone, however the text is cut into pieces.
//
// A record of several lines is done when a line says so, when `groups_max` others have begun after
// it, or at the end of the input. A line longer than `line_bytes_max`, and one of no format, is
// counted as malformed with its offset.
class TextRecords {
 public:
  static constexpr std::size_t line_bytes_max = std::size_t{1} << 20;
  static constexpr std::size_t record_bytes_max = std::size_t{1} << 20;  // of all its lines
  static constexpr std::size_t groups_max = 32;

  // `formats` are asked in their order; `forced`, where it is not null, gets every line.
  TextRecords(const ParserContext& context, std::span<const TextFormat* const> formats,
              const TextFormat* forced = nullptr);
  ~TextRecords();

  void begin();

  // As Parser::parse. Stops in front of a line that begins with `{` while no line before it was of
  // any format: what is there may be JSON.
  Progress parse(std::string_view piece, bool last, Batch& batch);
  bool met_json() const { return met_json_; }

  // Records read of each format, in the order of `formats`.
  const std::vector<std::uint64_t>& records() const { return records_; }

 private:
  struct Run {
    Batch& batch;
    Progress progress;
    std::size_t at = 0;  // of the line in the piece
  };
  // A record of which more lines may come.
  struct Group {
    std::size_t format = 0;
    std::uint64_t key = 0;
    std::uint64_t number = 0;  // in the order of opening; 0 = free
    std::string text;
  };
  struct Reader {
    Reader(const TextFormat& format, const ParserContext& context, Naming& naming);
    const TextFormat& format;
    Fields fields;
    ActivityMaker maker;
  };

  void take_line(Run& run, std::string_view line);
  std::optional<std::size_t> format_of(std::string_view line);
  void take_part(Run& run, std::size_t format, const TextFormat::Place& place,
                 std::string_view line);
  Group& group_of(Run& run, std::size_t format, std::uint64_t key);
  Group& free_group(Run& run);
  void close(Run& run, Group& group);
  void close_all(Run& run);
  void read(Run& run, std::size_t format, std::string_view record);
  void count_malformed(Run& run, std::string_view line, std::string_view why);
  static void report(Run& run, std::string_view why);

  const ParserContext context_;
  std::span<const TextFormat* const> formats_;
  std::optional<std::size_t> forced_;
  Naming naming_;
  std::vector<std::unique_ptr<Reader>> readers_;  // made when first needed
  std::vector<std::uint64_t> records_;

  std::vector<Group> groups_;
  std::size_t latest_ = 0;              // group of the last line
  std::uint64_t opened_ = 0;            // groups so far
  std::optional<std::size_t> current_;  // format of the last line
  bool is_known_ = false;               // some line of this input was of a format
  bool is_skipping_ = false;            // in a line that is too long
  bool met_json_ = false;
};

}  // namespace gait::formats
