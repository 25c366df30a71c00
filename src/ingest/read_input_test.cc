#include "ingest/read_input.h"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <thread>

#include "ingest/split_ranges.h"
#include "ingest/testing.h"

namespace gait::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// What came out of reading one file that has these bytes.
struct Read {
  LineParser parser;
  Batch batch;
  ReadOutcome outcome;
  std::vector<InputProblem> problems;
};

Read read_path(const std::string& path) {
  Read read;
  InputReader reader;
  read.outcome = reader.feed(path, read.parser, read.batch);
  read.problems = read.outcome.problems(path);
  return read;
}

Read read_bytes(std::string_view bytes) {
  const TestFolder folder;
  return read_path(folder.write("log", bytes));
}

std::string only_message(const Read& read) {
  EXPECT_THAT(read.problems, SizeIs(1));
  return read.problems.empty() ? "" : read.problems.front().message;
}

TEST(ReadInput, GivesEveryLineOnceWhateverTheContainer) {
  const std::string text = json_lines(60'000);
  for (const std::string& packed : {text, gzip(text), zstd(text)}) {
    const Read read = read_bytes(packed);
    EXPECT_TRUE(read.parser.lines == lines_of(text));
    EXPECT_THAT(read.problems, IsEmpty());
    EXPECT_EQ(read.outcome.bytes, text.size());
    EXPECT_EQ(read.parser.begun, 1U);
    EXPECT_TRUE(read.parser.saw_end);
    EXPECT_LE(read.parser.largest_piece, piece_bytes);
  }
}

TEST(ReadInput, TellsTheParserOfTheEndWhereverAPieceEnds) {
  for (const std::size_t size : {piece_bytes - 1, piece_bytes, piece_bytes + 1, 2 * piece_bytes}) {
    std::string text;
    while (text.size() + 16 <= size) text += "{\"line\":\"of16\"}\n";
    text += std::string(size - text.size(), '\n');
    const Read read = read_bytes(text);
    EXPECT_TRUE(read.parser.saw_end) << size;
    EXPECT_THAT(read.problems, IsEmpty()) << size;
    EXPECT_TRUE(read.parser.lines == lines_of(text)) << size;
  }
}

TEST(ReadInput, ReadsALastLineWithoutNewline) {
  EXPECT_THAT(read_bytes("{\"a\":1}\n{\"a\":2}").parser.lines,
              ElementsAre("{\"a\":1}", "{\"a\":2}"));
}

TEST(ReadInput, SaysAtWhichByteARecordIsCutOff) {
  const Read read = read_bytes("{\"a\":1}\n{\"a\":");
  EXPECT_THAT(read.parser.lines, ElementsAre("{\"a\":1}"));
  EXPECT_EQ(only_message(read), "unexpected end of a record at byte 8");
  EXPECT_FALSE(read.problems.front().nothing_read);
}

TEST(ReadInput, CountsBytesInTheDecompressedData) {
  const std::string text = json_lines(60'000);
  const Read read = read_bytes(gzip(text + "bad\n" + text + "bad again\n"));
  EXPECT_EQ(only_message(read),
            "a bad line at byte " + std::to_string(text.size()) + " of the decompressed data");
  EXPECT_EQ(read.batch.counts.malformed, 2U);
}

TEST(ReadInput, SaysThatNothingWasReadWhenNothingWas) {
  const Read read = read_bytes("bad\nbad\n");
  EXPECT_EQ(only_message(read), "a bad line at byte 0");
  EXPECT_TRUE(read.problems.front().nothing_read);
}

TEST(ReadInput, KeepsTheRecordsBeforeTheCutOfACompressedFile) {
  const std::string text = json_lines(60'000);
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    const Read read = read_bytes(packed.substr(0, packed.size() / 2));
    EXPECT_GT(read.parser.lines.size(), 20'000U);
    EXPECT_THAT(only_message(read), StartsWith("truncated "));  // and nothing of the half record
    EXPECT_FALSE(read.problems.front().nothing_read);
    EXPECT_TRUE(read.parser.saw_end);
  }
}

TEST(ReadInput, RefusesBinaryDataAndSaysWhereItIs) {
  std::string binary = "ELF";
  for (int i = 0; i < 1000; ++i) binary += static_cast<char>(i * 37);
  const Read read = read_bytes(binary);
  EXPECT_THAT(only_message(read), StartsWith("not a log: binary data at byte 3"));
  EXPECT_TRUE(read.problems.front().nothing_read);
  EXPECT_EQ(read.parser.begun, 0U);

  EXPECT_EQ(only_message(read_bytes("PK\x03\x04zip")),
            "not a log: binary data at byte 0 (a zip archive; unpack it first)");
  EXPECT_EQ(only_message(read_bytes(gzip(binary))),
            "not a log: binary data at byte 3 of the decompressed data");
}

TEST(ReadInput, IsNotKeptFromALogByOneStrayByte) {
  const std::string text = json_lines(10);
  EXPECT_THAT(read_bytes(text + std::string("{\"x\":\"\0\x01\"}\n", 11) + text).parser.lines,
              SizeIs(21));
}

TEST(ReadInput, SkipsAByteOrderMark) {
  const Read read = read_bytes("\xef\xbb\xbf{\"a\":1}\nbad\n");
  EXPECT_THAT(read.parser.lines, ElementsAre("{\"a\":1}"));
  EXPECT_EQ(only_message(read), "a bad line at byte 11");
}

TEST(ReadInput, SaysThatAnEmptyFileIsEmpty) {
  for (const std::string& bytes : {std::string(), gzip(""), zstd("")}) {
    const Read read = read_bytes(bytes);
    EXPECT_EQ(only_message(read), "empty: there is nothing to read");
    EXPECT_TRUE(read.problems.front().nothing_read);
  }
}

TEST(ReadInput, SaysWhyAPathCannotBeRead) {
  const TestFolder folder;
  EXPECT_EQ(only_message(read_path(folder.path("none"))), "no such file or folder; check the path");
  EXPECT_EQ(only_message(read_path(folder.path())), "is a folder, not a file");
}

TEST(ReadInput, ReadsARecordOfAlmostTheLimit) {
  const std::string record = "{\"v\":\"" + std::string(record_bytes_max - 100, 'v') + "\"}";
  const Read read = read_bytes("{\"a\":1}\n" + record + "\n{\"a\":2}\n");
  EXPECT_THAT(read.problems, IsEmpty());
  EXPECT_TRUE(read.parser.lines == (std::vector<std::string>{"{\"a\":1}", record, "{\"a\":2}"}));
}

TEST(ReadInput, LeavesOutARecordOverTheLimitAndGoesOn) {
  const std::string record(std::size_t{40} << 20, 'v');
  const std::string text = "{\"a\":1}\n" + record + "\n{\"a\":2}\n";
  for (const std::string& packed : {text, gzip(text, 1)}) {
    const Read read = read_bytes(packed);
    EXPECT_THAT(read.parser.lines, ElementsAre("{\"a\":1}", "{\"a\":2}"));
    EXPECT_THAT(only_message(read), StartsWith("record longer than 16 MiB at byte 8"));
    EXPECT_EQ(read.batch.counts.malformed, 1U);
    EXPECT_EQ(read.parser.largest_piece, record_bytes_max);
  }
}

TEST(ReadInput, EndsWithARecordOverTheLimitThatNeverEnds) {
  const Read read = read_bytes(std::string(record_bytes_max + piece_bytes, 'v'));
  EXPECT_THAT(only_message(read), StartsWith("record longer than 16 MiB at byte 0"));
  EXPECT_TRUE(read.parser.saw_end);
  EXPECT_TRUE(read.problems.front().nothing_read);
}

TEST(ReadInput, ReadsStandardInputFromItsDescriptor) {
  const std::string text = json_lines(30'000);
  for (const std::string& packed : {text, gzip(text), zstd(text)}) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    std::thread writer([&] {
      std::string_view rest = packed;
      while (!rest.empty())
        rest.remove_prefix(static_cast<std::size_t>(::write(pipe[1], rest.data(), rest.size())));
      ::close(pipe[1]);
    });
    LineParser parser;
    Batch batch;
    InputReader reader({.standard_input = pipe[0]});
    const ReadOutcome outcome = reader.feed("-", parser, batch);
    writer.join();
    EXPECT_EQ(::fcntl(pipe[0], F_GETFD), 0) << "the descriptor stays open";
    ::close(pipe[0]);
    EXPECT_TRUE(parser.lines == lines_of(text));
    EXPECT_THAT(outcome.problems("-"), IsEmpty());
  }
}

TEST(ReadInput, CountsTheBytesOfFilesToShowProgress) {
  const TestFolder folder;
  const std::string packed = gzip(json_lines(1000));
  std::atomic<std::uint64_t> bytes_read = 0;
  InputReader reader({.bytes_read = &bytes_read});
  LineParser parser;
  Batch batch;
  reader.feed(folder.write("log", packed), parser, batch);
  EXPECT_EQ(bytes_read, packed.size());
}

TEST(ReadInput, IsReadyForTheNextFileAfterAnyOther) {
  const TestFolder folder;
  const std::string text = json_lines(1000);
  const std::string good = folder.write("good", text);
  InputReader reader;
  for (const std::string& other :
       {gzip(text).substr(0, 400), zstd(text).substr(0, 400), std::string("PK\x03\x04"),
        std::string(record_bytes_max + 1, 'v'), std::string()}) {
    LineParser parser;
    Batch batch;
    reader.feed(folder.write("other", other), parser, batch);
    LineParser next;
    EXPECT_THAT(reader.feed(good, next, batch).problems(good), IsEmpty());
    EXPECT_TRUE(next.lines == lines_of(text));
  }
}

TEST(ReadInput, ReadsRangesInSeveralThreadsAsOneReaderReadsTheWhole) {
  const TestFolder folder;
  std::string text = json_lines(700'000, 60);
  text.replace(text.find("{\"n\":500000"), 3, "bad");
  text.replace(text.find("{\"n\":600000"), 3, "bad");
  const std::string path = folder.write("log", text);
  const auto ranges = split_ranges(path, text.size(), 3);
  ASSERT_THAT(ranges, SizeIs(3));

  std::vector<Read> parts(ranges.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < ranges.size(); ++i)
    threads.emplace_back([&, i] {
      InputReader reader;
      parts[i].outcome = reader.feed(path, ranges[i], parts[i].parser, parts[i].batch);
    });
  for (std::thread& thread : threads) thread.join();

  std::vector<std::string> lines;
  ReadOutcome joined;
  for (std::size_t i = parts.size(); i-- > 0;) joined.join(parts[i].outcome);
  for (Read& part : parts)
    lines.insert(lines.end(), part.parser.lines.begin(), part.parser.lines.end());

  const Read whole = read_path(path);
  EXPECT_TRUE(lines == whole.parser.lines);
  EXPECT_EQ(joined.bytes, whole.outcome.bytes);
  ASSERT_THAT(joined.problems(path), SizeIs(1));
  EXPECT_EQ(joined.problems(path).front().message, only_message(whole));
}

}  // namespace
}  // namespace gait::ingest
