#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "formats/log_parser.h"
#include "model/action_catalogue.h"
#include "model/batch.h"

// What readers remember from record to record must not change what a record becomes: every fixture
// of tests/formats is read in one go, backwards and twice over, and each line by a parser of its
// own, which remembers nothing. A field that decides an answer and is not said to decide it, or a
// value that stays from the record before, shows here.
namespace gait::formats {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

std::string words_of(const Activity& a) {
  return fmt::format("{:x}{:x} {} {:x} {:x} {:x} {:x} {:x} {:x} {:x} {:x} {:x} {:x} {} {} {} {} {}",
                     a.event.high, a.event.low, a.time.ns, a.identity.value, a.action.value,
                     a.resource.value, a.network.value, a.region.value, a.agent.value,
                     a.credential.value, a.delegator.value, a.workload.value, a.session.value,
                     a.bytes, a.count, a.item, static_cast<int>(a.outcome),
                     static_cast<int>(a.credential_kind));
}

// The activities of some lines, mints and changes with them, in one order.
Lines read(LogParser& parser, const Lines& lines) {
  Batch batch;
  std::string text;
  for (const std::string& line : lines) text.append(line).append("\n");
  const std::size_t size = text.size();
  text.append(padding_bytes, ' ');
  parser.begin();
  parser.parse(std::string_view(text).substr(0, size), true, batch);
  Lines words;
  for (const Activity& activity : batch.activities) words.push_back(words_of(activity));
  for (const Mint& mint : batch.mints)
    words.push_back(fmt::format("mint {:x} {:x} {:x} {}", mint.child_credential.value,
                                mint.child_identity.value, mint.parent_identity.value,
                                mint.time.ns));
  for (const ChangeEvidence& change : batch.changes)
    words.push_back(fmt::format("change {} {:x} {:x} {}", static_cast<int>(change.type),
                                change.subject.value, change.credential.value, change.time.ns));
  std::ranges::sort(words);
  return words;
}

Lines read_anew(const Lines& lines) {
  SymbolTable symbols;
  const ActionCatalogue catalogue;
  LogParser parser({symbols, catalogue, nullptr, {}});
  return read(parser, lines);
}

Lines read_each_alone(const Lines& lines) {
  Lines all;
  for (const std::string& line : lines)
    std::ranges::copy(read_anew({line}), std::back_inserter(all));
  std::ranges::sort(all);
  return all;
}

Lines lines_of(const fs::path& path) {
  std::ifstream stream(path);
  Lines lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<fs::path> fixtures() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(GAIT_SOURCE_DIR) / "tests/formats"))
    if (entry.path().extension() == ".ndjson") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

TEST(FormatMemory, ChangesNothingOfWhatARecordBecomes) {
  for (const fs::path& path : fixtures()) {
    SCOPED_TRACE(path.string());
    Lines lines = lines_of(path);
    const Lines expected = read_each_alone(lines);
    EXPECT_EQ(read_anew(lines), expected);
    std::ranges::reverse(lines);
    EXPECT_EQ(read_anew(lines), expected);
  }
}

// The same record delivered again is the same activity, with the same id.
TEST(FormatMemory, KnowsARecordThatIsDeliveredTwice) {
  for (const fs::path& path : fixtures()) {
    SCOPED_TRACE(path.string());
    const Lines lines = lines_of(path);
    SymbolTable symbols;
    const ActionCatalogue catalogue;
    LogParser parser({symbols, catalogue, nullptr, {}});
    const Lines once = read(parser, lines);
    EXPECT_EQ(read(parser, lines), once);
  }
}

}  // namespace
}  // namespace gait::formats
