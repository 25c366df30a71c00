#include "ingest/input_files.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "ingest/testing.h"

namespace gait::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> paths_of(const InputFiles& found) {
  std::vector<std::string> paths;
  for (const InputFile& file : found.files) paths.push_back(file.path);
  return paths;
}

std::string only_message(const InputFiles& found) {
  EXPECT_THAT(found.problems, SizeIs(1));
  return found.problems.empty() ? "" : found.problems.front().message;
}

TEST(InputFiles, AreThoseOfAllFoldersByName) {
  const TestFolder folder;
  const auto second = folder.write("b.ndjson", "{}");
  const auto third = folder.write("c/1.json.gz", "123");
  const auto first = folder.write("a/z/2.log", "");
  const InputFiles found = find_input_files({folder.path()});
  EXPECT_THAT(paths_of(found), ElementsAre(first, second, third));
  EXPECT_EQ(found.files.back().size_bytes, 3U);
  EXPECT_THAT(found.problems, IsEmpty());
}

TEST(InputFiles, LeaveOutWhatIsNoLogButNotWhenItIsNamed) {
  const TestFolder folder;
  const auto log = folder.write("log", "{}");
  const auto labels = folder.write("labels.ndjson", "{}");
  for (const auto name :
       {"README.md", "report.HTML", "gait.yaml", "inventory.csv", "asn.mmdb", "changes.ndjson",
        ".hidden", "labels.ndjson.gz", "LICENSE", ".git/log.json",
        "AWSLogs/1/CloudTrail-Digest/eu/1.json.gz", "1_CloudTrail-Digest_eu.json.gz"})
    folder.write(name, "x");
  EXPECT_THAT(paths_of(find_input_files({folder.path()})), ElementsAre(log));
  EXPECT_THAT(paths_of(find_input_files({labels})), ElementsAre(labels));
}

TEST(InputFiles, MayHaveAnyOtherName) {
  for (const auto name : {"log", "audit.log", "audit.log.1", "1.json", "a.ndjson.zst", "x.jsonl",
                          "events.txt", "111_CloudTrail_eu-west-1_20260101T0000Z_abc.json.gz",
                          "export.zip", "part.parquet", "labels.json", "csv"})
    EXPECT_TRUE(may_be_log_file(name)) << name;
}

TEST(InputFiles, KeepStandardInputOnce) {
  EXPECT_THAT(paths_of(find_input_files({"-", "-"})), ElementsAre("-"));
}

TEST(InputFiles, AreTakenOnceHoweverTheyAreReached) {
  const TestFolder folder;
  const auto log = folder.write("logs/a", "{}");
  std::filesystem::create_directory_symlink(folder.path("logs"), folder.path("logs/circle"));
  std::filesystem::create_directory_symlink(folder.path("logs"), folder.path("again"));
  std::filesystem::create_symlink(log, folder.path("logs/b"));
  EXPECT_THAT(paths_of(find_input_files({folder.path("logs")})), ElementsAre(log));
  EXPECT_THAT(paths_of(find_input_files({log, folder.path(), folder.path("again"), log})),
              ElementsAre(log));
  EXPECT_THAT(find_input_files({folder.path("logs"), folder.path()}).problems, IsEmpty());
}

TEST(InputFiles, AreFoundThroughSymbolicLinks) {
  const TestFolder logs, folder;
  logs.write("a.json", "{}");
  std::filesystem::create_directory_symlink(logs.path(), folder.path("link"));
  EXPECT_THAT(paths_of(find_input_files({folder.path()})), ElementsAre(folder.path("link/a.json")));
}

TEST(InputFiles, OfAMissingPathAreAProblem) {
  const TestFolder folder;
  const auto log = folder.write("log", "{}");
  const InputFiles found = find_input_files({folder.path("none"), log});
  EXPECT_THAT(paths_of(found), ElementsAre(log));
  EXPECT_EQ(only_message(found), "no such file or folder; check the path");
  EXPECT_EQ(found.problems.front().path, folder.path("none"));
  EXPECT_TRUE(found.problems.front().nothing_read);
}

TEST(InputFiles, OfAnEmptyFolderAreAProblem) {
  const TestFolder folder;
  EXPECT_EQ(only_message(find_input_files({folder.path()})),
            "empty folder: there is nothing to read");
  folder.write("README.md", "x");
  EXPECT_EQ(only_message(find_input_files({folder.path()})),
            "no logs in this folder: 1 file is of other kinds, such as `README.md`; name a file to "
            "have it read all the same");
}

TEST(InputFiles, OfAFolderThatIsClosedToUsAreAProblem) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read every folder; run as another user";
  const TestFolder folder;
  const auto log = folder.write("open/log", "{}");
  folder.write("closed/log", "{}");
  ::chmod(folder.path("closed").c_str(), 0);
  const InputFiles found = find_input_files({folder.path()});
  ::chmod(folder.path("closed").c_str(), 0700);
  EXPECT_THAT(paths_of(found), ElementsAre(log));
  EXPECT_EQ(only_message(found), "permission denied; run as a user that may use it");
}

TEST(InputFiles, LeaveOutPipesInFoldersButNotThoseNamed) {
  const TestFolder folder;
  const auto pipe = folder.path("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(find_input_files({folder.path()}).files, IsEmpty());
  EXPECT_THAT(paths_of(find_input_files({pipe})), ElementsAre(pipe));
}

}  // namespace
}  // namespace gait::ingest
