#include "record/note.h"

#include <gtest/gtest.h>

namespace gait::record {
namespace {

TEST(Note, the_example_of_the_specification_opens) {
  const auto key =
      VerifierKey::parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  ASSERT_TRUE(key) << key.error().message;
  const auto note = open_note(
      "This is an example message.\n"
      "\n"
      "\xe2\x80\x94 example.com/foo "
      "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjO"
      "BH3mFXmRKuwHjG1Yu72IneyaQM=\n",
      {&*key, 1});
  ASSERT_TRUE(note) << note.error().message;
  EXPECT_EQ(note->text, "This is an example message.\n");
}

}  // namespace
}  // namespace gait::record
