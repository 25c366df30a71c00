#include "record/checkpoint.h"

#include <gtest/gtest.h>

#include "record/tree_size.h"

namespace gait::record {
namespace {

const std::string root_line = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const std::string example = "example.com/behind-the-sofa\n20852163\n" + root_line;

TEST(Checkpoint, OfTheSpecificationIsReadAndWritten) {
  const auto checkpoint = parse_checkpoint(example);
  ASSERT_TRUE(checkpoint) << checkpoint.error().message;
  EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint->size, 20'852'163u);
  EXPECT_EQ(checkpoint->text(), example);
}

TEST(Checkpoint, MayHaveExtensionLines) {
  const auto checkpoint = parse_checkpoint(example + "more\nand more\n");
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->text(), example);
}

TEST(Checkpoint, OfAnEmptyTreeHasTheHashOfNothing) {
  const Checkpoint empty{"log", 0, empty_root()};
  const auto read = parse_checkpoint(empty.text());
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, empty);
  EXPECT_FALSE(parse_checkpoint("log\n0\n" + root_line));
}

TEST(Checkpoint, IsRefusedWhenALineIsMissingOrWrittenOtherwise) {
  for (std::size_t size = 0; size < example.size(); ++size)
    EXPECT_FALSE(parse_checkpoint(std::string_view(example).substr(0, size))) << size;
  for (const char* size : {"", "01", "+1", "-1", " 1", "1 ", "1.0", "0x1", "9223372036854775808",
                           "99999999999999999999"})
    EXPECT_FALSE(parse_checkpoint("log\n" + std::string(size) + "\n" + root_line)) << size;
  EXPECT_TRUE(parse_checkpoint("log\n9223372036854775807\n" + root_line));
  EXPECT_FALSE(parse_checkpoint("\n1\n" + root_line));
  EXPECT_FALSE(parse_checkpoint(example + "\n"));
  EXPECT_FALSE(parse_checkpoint(example + "more\n\nmore\n"));
  EXPECT_FALSE(parse_checkpoint(example + "more"));
}

}  // namespace
}  // namespace gait::record
