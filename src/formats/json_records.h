#pragma once

#include <string>

#include "formats/json_walk.h"
#include "formats/parser.h"
#include "formats/record_router.h"

namespace gait::formats {

// Cuts a stream of JSON into records and gives them to a router: documents one after another or one
// per line, arrays of records, and documents whose records lie in a list (`{"Records":[..]}`),
// which may be larger than a piece.
//
// A record that cannot be read is counted as malformed with its offset, and reading goes on at the
// next line or array element. A record longer than `record_bytes_max` is one of these; give at
// least that much (or the end of the input) in one piece to read records of that length.
class JsonRecords final : public Parser {
 public:
  static constexpr std::size_t record_bytes_max = 16 * 1024 * 1024;

  explicit JsonRecords(RecordRouter& router) : router_(router) {}

  void begin() override;
  Progress parse(std::string_view piece, bool last, Batch& batch) override;

 private:
  // Between which words the next one stands.
  enum class Place : std::uint8_t {
    documents,  // one value follows another
    records,    // in the list of a document such as `{"Records":[`
    array,      // in an array of records
    tail,       // behind that list, before the end of its document
  };
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
  Reading::Kind read_record(JsonWalk& walk, Run& run, const char* text, std::size_t at,
                            const std::uint32_t*& next);
  std::size_t find_record(std::string_view text) const;
  void report(Run& run, std::size_t at, std::string_view why);

  RecordRouter& router_;
  BlockIndex index_;
  Place place_ = Place::documents;
  int tail_depth_ = 0;
  bool is_start_ = true;           // nothing was read of this input yet
  bool resuming_ = false;          // looking for a place to go on, over pieces
  std::size_t careful_until_ = 0;  // in this piece: read record by record up to here
};

}  // namespace gait::formats
