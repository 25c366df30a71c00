#include "ingest/read_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "ingest/binary_data.h"
#include "ingest/byte_source.h"

namespace gait::ingest {
namespace {

constexpr std::string_view utf8_mark = "\xef\xbb\xbf";
constexpr std::size_t head_bytes = 8 << 10;
constexpr std::size_t kept_buffer_bytes = std::size_t{64} << 20;

// One input on its way from a source to a parser.
class Feeding {
 public:
  Feeding(OpenedSource opened, ByteRange range, ByteBuffer& buffer, formats::Parser& parser,
          Batch& batch)
      : source_(std::move(opened.source)),
        place_(opened.container == Container::plain ? "" : " of the decompressed data"),
        range_(range),
        offset_(range.begin),
        buffer_(buffer),
        parser_(parser),
        batch_(batch),
        good_before_(good_records()) {}

  ReadOutcome run() {
    fill(piece_bytes);
    if (begins_well()) {
      parser_.begin();
      while (parse_piece()) {
      }
    }
    outcome_.bytes = offset_ - range_.begin + buffer_.size();
    outcome_.good_records = good_records() - good_before_;
    return std::move(outcome_);
  }

 private:
  // Gets at least `count` bytes, unless the input ends before.
  void fill(std::size_t count) {
    while (!ended_ && buffer_.size() < count) {
      const auto got = source_->append_to(buffer_);
      if (!got) {
        failed_ = true;
        note(TroubleKind::input, offset_ + buffer_.size(), got.error().message);
      }
      ended_ = !got || *got == 0;
    }
  }

  // Only the start of an input is looked at; a range from its middle has none.
  bool begins_well() {
    if (range_.begin > 0) return true;
    if (buffer_.size() == 0) {
      if (!failed_) note(TroubleKind::input, 0, "empty: there is nothing to read");
      return false;
    }
    const auto binary = find_binary_data(buffer_.bytes().substr(0, head_bytes));
    if (binary) {
      note(TroubleKind::binary, binary->at,
           fmt::format("not a log: binary data at byte {}{}{}{}{}", binary->at, place_,
                       binary->advice.empty() ? "" : " (", binary->advice,
                       binary->advice.empty() ? "" : ")"));
      return false;
    }
    if (buffer_.bytes().starts_with(utf8_mark)) advance(utf8_mark.size());
    return true;
  }

  // False once the parser has seen the end.
  bool parse_piece() {
    fill(wanted_);
    const std::string_view bytes = buffer_.bytes();
    const std::string_view piece = bytes.substr(0, wanted_);
    const bool last = ended_ && piece.size() == bytes.size();
    const formats::Progress progress = parser_.parse(piece, last, batch_);
    check(progress.consumed <= piece.size(), "a parser consumes no more than it was given");
    note_parse_error(progress, piece, last);
    advance(progress.consumed);
    if (last) return false;

    if (progress.consumed > 0)
      wanted_ = piece_bytes;
    else if (wanted_ < record_bytes_max)
      wanted_ = std::min(wanted_ * 2, record_bytes_max);
    else
      skip_long_record();
    return true;
  }

  void note_parse_error(const formats::Progress& progress, std::string_view piece, bool last) {
    if (progress.error.empty()) return;
    const bool cut_off = last && failed_ && piece.find('\n', progress.error_at) == piece.npos;
    if (cut_off) return;
    const std::uint64_t at = offset_ + progress.error_at;
    note(TroubleKind::parse, at, fmt::format("{} at byte {}{}", progress.error, at, place_));
  }

  void skip_long_record() {
    note(TroubleKind::long_record, offset_,
         fmt::format("record longer than {} MiB at byte {}{}; it was left out",
                     record_bytes_max >> 20, offset_, place_));
    ++batch_.counts.records;
    ++batch_.counts.malformed;
    wanted_ = piece_bytes;
    while (buffer_.size() > 0) {
      const std::size_t newline = buffer_.bytes().find('\n');
      if (newline != std::string_view::npos) return advance(newline + 1);
      advance(buffer_.size());
      fill(1);
    }
  }

  void advance(std::size_t count) {
    buffer_.drop_front(count);
    offset_ += count;
  }

  void note(TroubleKind kind, std::uint64_t at, std::string message) {
    outcome_.note(kind, at, std::move(message));
  }

  std::uint64_t good_records() const { return batch_.counts.activities + batch_.counts.ignored; }

  std::unique_ptr<ByteSource> source_;
  std::string_view place_;  // what the offsets are of
  ByteRange range_;
  std::uint64_t offset_;  // of the first byte in the buffer, in the decompressed input
  ByteBuffer& buffer_;
  formats::Parser& parser_;
  Batch& batch_;
  std::uint64_t good_before_;
  std::size_t wanted_ = piece_bytes;
  bool ended_ = false;
  bool failed_ = false;
  ReadOutcome outcome_;
};

Result<OpenedSource> open_path(const std::string& path, ByteRange range,
                               const InputReader::Options& options, DecompressTools& tools) {
  const bool is_standard_input = path == "-";
  check(!is_standard_input || range == ByteRange{}, "standard input has no ranges");
  auto input = is_standard_input ? Result(RawInput::borrow(options.standard_input))
                                 : RawInput::open(path, range);
  if (!input) return std::move(input.error());
  input->count_into(options.bytes_read);
  // A range begins anywhere, and what is there must not be taken for the start of a container.
  if (range.begin > 0) return OpenedSource{Container::plain, plain_source(*std::move(input))};
  return open_source(*std::move(input), tools);
}

}  // namespace

ReadOutcome InputReader::feed(const std::string& path, ByteRange range, formats::Parser& parser,
                              Batch& batch) {
  auto opened = open_path(path, range, options_, tools_);
  if (!opened) {
    ReadOutcome outcome;
    outcome.note(TroubleKind::input, range.begin, opened.error().message);
    return outcome;
  }
  buffer_.clear();
  buffer_.shrink(kept_buffer_bytes);
  return Feeding(*std::move(opened), range, buffer_, parser, batch).run();
}

}  // namespace gait::ingest
