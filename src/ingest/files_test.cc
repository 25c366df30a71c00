#include "ingest/files.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <thread>

#include "ingest/testing.h"

namespace gait::ingest {
namespace {

using ::testing::HasSubstr;

std::size_t files_in(const TestFolder& folder) {
  const std::filesystem::directory_iterator files(folder.path());
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

TEST(Files, ReadBackWhatWasWritten) {
  const TestFolder folder;
  const auto path = folder.path("state");
  for (const std::string& bytes : {std::string("one"), std::string(100'000, 'x'), std::string()}) {
    ASSERT_TRUE(write_file_atomically(path, bytes));
    const auto text = read_text_file(path, 100'000);
    ASSERT_TRUE(text);
    EXPECT_TRUE(*text == bytes);
  }
  EXPECT_EQ(files_in(folder), 1U) << "nothing is left behind";
}

TEST(Files, AreForTheirOwnerOnly) {
  const TestFolder folder;
  const auto path = folder.write("report", "public before");
  ASSERT_TRUE(write_file_atomically(path, "x"));
  struct stat facts {};
  ASSERT_EQ(::stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(Files, KeepTheOldContentForThoseWhoAreReadingIt) {
  const TestFolder folder;
  const auto path = folder.write("state", "old");
  std::ifstream reader(path);
  ASSERT_TRUE(write_file_atomically(path, "new"));
  std::string text;
  reader >> text;
  EXPECT_EQ(text, "old");
}

TEST(Files, OverTheLimitAreNotRead) {
  const TestFolder folder;
  const auto path = folder.write("big", "12345");
  EXPECT_TRUE(read_text_file(path, 5));
  const auto text = read_text_file(path, 4);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().message, "reading `" + path + "`: larger than the 4 bytes it may have");
}

TEST(Files, SayWhichOneCannotBeReadOrWritten) {
  const TestFolder folder;
  const auto missing = read_text_file(folder.path("none"), 10);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message,
            "reading `" + folder.path("none") + "`: no such file or folder; check the path");
  EXPECT_EQ(missing.error().code, Error::Code::not_found);

  const auto nowhere = write_file_atomically(folder.path("none/file"), "x");
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().message, HasSubstr("none/file`: no such file or folder"));
  const auto onto_folder = write_file_atomically(folder.path(), "x");
  ASSERT_FALSE(onto_folder);
  EXPECT_THAT(onto_folder.error().message, HasSubstr("is a folder, not a file"));
}

TEST(Files, AreReplacedBehindASymbolicLink) {
  const TestFolder folder;
  const auto target = folder.write("target", "old");
  std::filesystem::create_symlink(target, folder.path("link"));
  ASSERT_TRUE(write_file_atomically(folder.path("link"), "new"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path("link")));
  EXPECT_EQ(*read_text_file(target, 10), "new");
}

TEST(Files, ThatArePipesAreWrittenTo) {
  const TestFolder folder;
  const auto pipe = folder.path("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { std::getline(std::ifstream(pipe), got); });
  EXPECT_TRUE(write_file_atomically(pipe, "through\n"));
  reader.join();
  EXPECT_EQ(got, "through");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

}  // namespace
}  // namespace gait::ingest
