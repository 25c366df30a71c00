#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/field_table.h"
#include "formats/json_format.h"
#include "formats/json_walk.h"
#include "formats/naming.h"
#include "formats/record_reader.h"
#include "formats/unwrap.h"

namespace gait::formats {

// Gives each record to the reader of its format. The format of a record is tried first on the next
// one, so a stream of one format is looked at only once; a stream may change its format at any
// record. What wraps a record (EventBridge, CloudWatch, Azure diagnostics, Splunk, Docker ...) is
// taken off, up to `wraps_max` times.
class RecordRouter {
 public:
  static constexpr std::size_t wraps_max = 3;

  // `formats` are asked in their order; `forced`, where it is not null, gets every record.
  RecordRouter(const ParserContext& context, std::span<const JsonFormat* const> formats,
               const JsonFormat* forced = nullptr);
  ~RecordRouter();

  // A new input begins.
  void begin();

  // Reads the object at the walk over `text`. `is_document`: it stands for itself, and may be an
  // envelope.
  Reading read(JsonWalk& walk, const char* text, bool is_document, Batch& batch);

  // How records begin, for picking up an array that lost its balance; without quotes.
  std::string_view first_key() const { return first_key_; }

  // Records read of each format, in the order of `formats`.
  const std::vector<std::uint64_t>& records() const { return records_; }

 private:
  Reading route(JsonWalk& walk, const char* text, std::size_t wraps, Batch& batch);
  Reading recognise(JsonWalk& walk, const char* text, std::size_t wraps, Batch& batch);
  Reading read_inner(const JsonWalk& outer, const char* text, std::size_t wraps, Batch& batch);
  Reading read_with(std::size_t format, JsonWalk& walk, const char* text, bool is_claimed,
                    Batch& batch);
  Reading unknown(JsonWalk& walk, const char* text, Batch& batch);
  void make_marks();
  void heed_scope(std::string_view scope);
  void remember_first_key(JsonWalk walk);
  RecordReader& reader(std::size_t format);

  struct Sign {
    std::size_t field = 0;
    std::string_view value;
  };
  struct Signs {
    std::size_t format = 0;
    std::vector<Sign> all;
  };
  // An index and a text for each wrap that may be open.
  struct Inner {
    BlockIndex index;
    std::string text, scratch;
  };

  const ParserContext context_;
  std::span<const JsonFormat* const> formats_;
  std::optional<std::size_t> forced_;
  Naming naming_;
  std::vector<std::unique_ptr<RecordReader>> readers_;  // made when first needed
  std::vector<std::uint64_t> records_;

  std::vector<Signs> signs_;  // of all formats, in their order
  FieldTable mark_table_;
  Fields mark_fields_;
  Unwrapper unwrapper_;
  std::array<Inner, wraps_max> inner_;

  std::optional<std::size_t> current_;  // format of the last record
  std::size_t depth_ = 0;               // in so many wraps
  std::string scope_, first_key_;
};

}  // namespace gait::formats
