#pragma once

#include <string>

#include "formats/cloudtrail_reader.h"
#include "formats/json_walk.h"
#include "formats/parser.h"

namespace gait::formats {

// Reads AWS CloudTrail, however it was delivered: `{"Records":[..]}` documents, arrays of records,
// one record per line, EventBridge events (`detail`), and CloudWatch Logs subscriptions
// (`logEvents[].message`). Documents may follow each other, and each may be larger than a piece.
//
// A record that cannot be read is counted as malformed with its offset, and reading goes on at the
// next line or array element. A record longer than `record_bytes_max` is one of these; give at
// least that much (or the end of the input) in one piece to read records of that length.
class CloudTrailParser final : public Parser {
 public:
  static constexpr std::size_t record_bytes_max = 16 * 1024 * 1024;

  explicit CloudTrailParser(const ParserContext& context) : reader_(context) {}

  void begin() override;
  Progress parse(std::string_view piece, bool last, Batch& batch) override;

 private:
  // Between which words the next one stands.
  enum class Place : std::uint8_t {
    documents,  // one value follows another
    records,    // in the array of a `{"Records":[` document
    array,      // in an array of records
    tail,       // behind `Records`, before the end of its document
  };
  enum class Reading : std::uint8_t { whole, envelope, cut, malformed };
  struct Run {
    std::string_view piece;
    bool last;
    Batch& batch;
    Progress progress;
  };

  bool in_array() const { return place_ == Place::records || place_ == Place::array; }
  std::size_t read_some(Run& run, std::size_t at);
  std::size_t read_block(Run& run, std::size_t at, std::size_t length);
  std::size_t read_one(Run& run, std::size_t at);
  std::size_t read_framed(Run& run, std::size_t at, std::size_t length);
  std::size_t read_tail_string(Run& run, std::size_t at, std::size_t begin);
  void count_malformed(Run& run, std::size_t at, std::string_view why);
  std::size_t give_up(Run& run, std::size_t at, std::string_view why);
  std::size_t resume(Run& run, std::size_t at);
  bool step_over(char word);
  Reading read_record(JsonWalk& walk, Run& run, const char* text, std::size_t at,
                      const std::uint32_t*& next);
  void read_log_events(const CloudTrailFields& fields, const char* text, const std::uint32_t* end,
                       Run& run, std::size_t at);
  void read_message(std::string_view message, Run& run, std::size_t at);
  void report(Run& run, std::size_t at, std::string_view why);

  CloudTrailReader reader_;
  BlockIndex index_;
  BlockIndex message_index_;
  Place place_ = Place::documents;
  int tail_depth_ = 0;
  bool is_start_ = true;           // nothing was read of this input yet
  bool resuming_ = false;          // looking for a place to go on, over pieces
  std::size_t careful_until_ = 0;  // in this piece: read record by record up to here
};

}  // namespace gait::formats
