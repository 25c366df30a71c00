#include "formats/json_records.h"

#include <algorithm>

#include "formats/json_frame.h"

namespace gait::formats {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// Length of the string that `text` begins with; past the end of the text when it goes on.
std::size_t string_length(std::string_view text) {
  std::size_t at = 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return at + 1;
}

}  // namespace

void JsonRecords::begin() {
  place_ = Place::documents;
  tail_depth_ = 0;
  resuming_ = false;
  is_start_ = true;
}

Progress JsonRecords::parse(std::string_view piece, bool last, Batch& batch) {
  Run run{piece, last, batch, {}};
  careful_until_ = 0;
  std::size_t at = 0;
  if (is_start_ && piece.starts_with(byte_order_mark)) at = byte_order_mark.size();
  is_start_ = is_start_ && piece.empty();
  while (at < piece.size()) {
    const bool was_resuming = resuming_;
    const std::size_t read = resuming_ ? resume(run, at) : read_some(run, at);
    at += read;
    if (read == 0 && resuming_ == was_resuming) break;
  }
  if (last && place_ != Place::documents)
    report(run, piece.size(), "the input ends inside a document");
  run.progress.consumed = last ? piece.size() : at;
  batch.counts.bytes += run.progress.consumed;
  return std::move(run.progress);
}

// Reads from `at` on and returns how far; 0 when more input is needed first.
std::size_t JsonRecords::read_some(Run& run, std::size_t at) {
  const std::string_view rest = run.piece.substr(at);
  if (place_ == Place::documents) {
    if (const std::size_t head = records_head_length(rest.substr(0, block_bytes)); head != 0) {
      place_ = Place::records;
      return head;
    }
  }
  if (at < careful_until_) return read_one(run, at);
  const std::string_view window = rest.substr(0, block_bytes);
  const bool is_rest = run.last && window.size() == rest.size();
  const std::size_t length = is_rest ? window.size() : safe_cut(window);
  if (length != 0) {
    if (index_.build(rest.substr(0, length)) == BlockIndex::Fault::none) {
      if (const std::size_t read = read_block(run, at, length); read != 0) return read;
    } else {
      careful_until_ = at + length;
    }
  }
  return read_one(run, at);
}

// Moves the place over a word that is no record; false when it should have been one.
bool JsonRecords::step_over(char word) {
  if (place_ == Place::tail) {
    if (word == '{' || word == '[') ++tail_depth_;
    if ((word == '}' || word == ']') && --tail_depth_ == 0) place_ = Place::documents;
    return true;
  }
  if (in_array() && word == ',') return true;
  if (in_array() && word == ']') {
    tail_depth_ = 1;
    place_ = place_ == Place::records ? Place::tail : Place::documents;
    return true;
  }
  if (place_ == Place::documents && word == '[') {
    place_ = Place::array;
    return true;
  }
  return false;
}

// Reads the records of an indexed block. Stops before the first that is not whole and sound.
std::size_t JsonRecords::read_block(Run& run, std::size_t at, std::size_t length) {
  const char* text = run.piece.data() + at;
  const std::uint32_t* word = index_.positions();
  const std::uint32_t* const end = word + index_.size();
  while (word < end) {
    if (step_over(text[*word])) {
      ++word;
      continue;
    }
    JsonWalk walk(text, word, end);
    const std::uint32_t* next = word;
    const auto kind = text[*word] == '{' ? read_record(walk, run, text, at + *word, next)
                                         : Reading::Kind::malformed;
    if (kind == Reading::Kind::malformed) careful_until_ = std::max(careful_until_, at + *word + 1);
    if (kind == Reading::Kind::cut || kind == Reading::Kind::malformed) return *word;
    word = next;
  }
  return length;
}

// Reads the record at the walk, if it is whole. `next` is then the word to go on at.
Reading::Kind JsonRecords::read_record(JsonWalk& walk, Run& run, const char* text, std::size_t at,
                                       const std::uint32_t*& next) {
  const Reading reading = router_.read(walk, text, place_ == Place::documents, run.batch);
  if (reading.kind == Reading::Kind::envelope) {
    place_ = Place::records;
    next = reading.list + 1;
  } else if (reading.kind == Reading::Kind::whole) {
    next = walk.at();
    if (!reading.why.empty()) report(run, at, reading.why);
  }
  return reading.kind;
}

// Reads one record that does not fit the index of its block: it is longer, or broken, or stands
// beside one that is. 0 when its end is still to come.
std::size_t JsonRecords::read_one(Run& run, std::size_t at) {
  const std::string_view rest = run.piece.substr(at);
  std::size_t begin = 0;
  while (begin < rest.size() && is_json_space(rest[begin])) ++begin;
  if (begin == rest.size()) return begin;
  const std::string_view record = rest.substr(begin);
  if (place_ == Place::tail && record[0] == '"') return read_tail_string(run, at, begin);
  if (step_over(record[0])) return begin + 1;
  if (record[0] != '{') return begin + give_up(run, at + begin, "not a JSON object");
  const auto length = value_length(record.substr(0, record_bytes_max));
  if (length && *length != 0) return begin + read_framed(run, at + begin, *length);
  if (length) return begin + give_up(run, at + begin, "a string is cut by the end of its line");
  if (record.size() > record_bytes_max)
    return begin + give_up(run, at + begin, "a record is longer than 16 MiB");
  if (run.last) return begin + give_up(run, at + begin, "the input ends inside a record");
  return 0;
}

// A string behind the array of records, where only its end is of interest.
std::size_t JsonRecords::read_tail_string(Run& run, std::size_t at, std::size_t begin) {
  const std::string_view text = run.piece.substr(at + begin);
  const std::size_t length = string_length(text);
  if (length <= text.size()) return begin + length;
  return run.last || text.size() > record_bytes_max ? begin + text.size() : 0;
}

// Reads a record of known extent.
std::size_t JsonRecords::read_framed(Run& run, std::size_t at, std::size_t length) {
  const std::string_view text = run.piece.substr(at, length);
  std::string_view why = "not well-formed JSON";
  const BlockIndex::Fault fault = index_.build(text);
  if (fault == BlockIndex::Fault::none) {
    const std::uint32_t* next = index_.positions();
    JsonWalk walk(text.data(), next, next + index_.size());
    const Reading::Kind kind = read_record(walk, run, text.data(), at, next);
    if (kind == Reading::Kind::whole) return length;
    if (kind == Reading::Kind::envelope) return next[-1] + std::size_t{1};
  } else {
    why = fault_text(fault);
  }
  count_malformed(run, at, why);
  // Broken brackets or quotes may have run on and taken the next records in.
  if (place_ == Place::documents) return next_line(text).value_or(length);
  const std::size_t next = find_record(text.substr(1));
  return next == std::string_view::npos ? length : 1 + next;
}

// The `{` of the next record, by the key that records begin with; none when there is none.
std::size_t JsonRecords::find_record(std::string_view text) const {
  const std::string first_key = std::string("\"").append(router_.first_key()).append("\"");
  for (std::size_t key = 0; (key = text.find(first_key, key)) != std::string_view::npos; ++key) {
    std::size_t brace = key;
    while (brace > 0 && is_json_space(text[brace - 1])) --brace;
    if (brace > 0 && text[brace - 1] == '{') return brace - 1;
  }
  return std::string_view::npos;
}

void JsonRecords::count_malformed(Run& run, std::size_t at, std::string_view why) {
  ++run.batch.counts.records;
  ++run.batch.counts.malformed;
  report(run, at, why);
}

// Counts the record at `at` as malformed and passes over it; returns by how much.
std::size_t JsonRecords::give_up(Run& run, std::size_t at, std::string_view why) {
  count_malformed(run, at, why);
  resuming_ = true;
  return 1 + resume(run, at + 1);
}

// Passes over everything up to where a record may begin again: the next line, or in an array the
// next thing that looks like a record.
std::size_t JsonRecords::resume(Run& run, std::size_t at) {
  const std::string_view rest = run.piece.substr(at);
  const std::size_t found = in_array() ? find_record(rest) : rest.find('\n');
  if (found != std::string_view::npos) {
    resuming_ = false;
    return found;
  }
  if (run.last || !in_array()) return rest.size();
  constexpr std::size_t kept = 64;  // the first key may be cut by the end of the piece
  return rest.size() - std::min(rest.size(), kept);
}

void JsonRecords::report(Run& run, std::size_t at, std::string_view why) {
  if (!run.progress.error.empty()) return;
  run.progress.error = why;
  run.progress.error_at = at;
}

}  // namespace gait::formats
