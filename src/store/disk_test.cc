#include "store/disk.h"

#include "store/log_folder.h"
#include "store/testing.h"

namespace gait::store {
namespace {

TEST(Disk, WritesManyPiecesAsOne) {
  const TestFolder folder;
  std::vector<std::string> texts;
  std::string whole = "abc";
  for (int i = 0; i < 2000; ++i) texts.push_back(std::to_string(i));
  std::vector<std::string_view> pieces(texts.begin(), texts.end());
  pieces.insert(pieces.begin() + 7, "");
  for (const auto& text : texts) whole += text;
  const auto file = File::open(folder.path("file"), File::Mode::create);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write_at("abc", 0));
  ASSERT_TRUE(file->write_at(pieces, 3));
  EXPECT_EQ(bytes_of_file(folder.path("file")), whole);
  EXPECT_EQ(*file->size(), whole.size());
}

TEST(Disk, ReadsUpToTheEnd) {
  const TestFolder folder;
  write_bytes(folder.path("file"), "0123456789");
  const auto file = File::open(folder.path("file"), File::Mode::read);
  std::string room(6, 'x');
  EXPECT_EQ(*file->read_at(room, 2), 6U);
  EXPECT_EQ(room, "234567");
  EXPECT_EQ(*file->read_at(room, 8), 2U);
  EXPECT_EQ(*file->read_at(room, 10), 0U);
}

TEST(Disk, MessagesNameThePathAndWhatToDo) {
  const TestFolder folder;
  const auto absent = File::open(folder.path("absent"), File::Mode::read);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, Error::Code::not_found);
  EXPECT_EQ(absent.error().message,
            "opening `" + folder.path("absent") + "`: no such file or folder; check the path");
  const auto full = File::open("/dev/full", File::Mode::write);
  if (!full) GTEST_SKIP() << "no /dev/full here";
  EXPECT_EQ(full->write_at("x", 0).error().message,
            "writing `/dev/full`: no space left on the disk; free some and open the log again");
}

TEST(Disk, ReplacesAFileWhole) {
  const TestFolder folder;
  const std::string path = folder.path("file");
  ASSERT_TRUE(replace_file(path, "a long text"));
  ASSERT_TRUE(replace_file(path, "short"));
  EXPECT_EQ(bytes_of_file(path), "short");
  EXPECT_EQ(*list_folder(folder.path()), std::vector<std::string>{"file"});
}

TEST(Disk, ALockIsForOne) {
  const TestFolder folder;
  const auto first = File::open(folder.path("lock"), File::Mode::create);
  EXPECT_TRUE(*first->lock());
  const auto second = File::open(folder.path("lock"), File::Mode::create);
  EXPECT_FALSE(*second->lock());
}

TEST(Disk, WhatItMakesIsForItsOwnerAlone) {
  const TestFolder folder;
  ASSERT_TRUE(make_folder(folder.path("a/b")));
  ASSERT_TRUE(replace_file(folder.path("a/b/file"), "x"));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder.path("a/b")).permissions(), perms::owner_all);
  EXPECT_EQ(std::filesystem::status(folder.path("a/b/file")).permissions(),
            perms::owner_read | perms::owner_write);
}

TEST(SegmentName, IsReadBackAndNothingElseIs) {
  const SegmentName name{0xabcdef};
  EXPECT_EQ(name.text(), "seg-0000000000abcdef.seg");
  SegmentName read;
  EXPECT_TRUE(SegmentName::parse(name.text(), read));
  EXPECT_EQ(read, name);
  for (const std::string other : {"next", "seg-0000000000ABCDEF.seg", "seg-abcdef.seg",
                                  "seg-0000000000abcdef.seg2", "seg--000000000abcdef.seg"})
    EXPECT_FALSE(SegmentName::parse(other, read)) << other;
}

}  // namespace
}  // namespace gait::store
