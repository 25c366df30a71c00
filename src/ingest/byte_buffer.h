#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace gait::ingest {

// Bytes that are added at the back and taken from the front, always in one piece, with
// `formats::padding_bytes` zeroes behind the last one. Memory is kept for the next use and is
// never cleared first, since a file that is decompressed whole would pay for that.
class ByteBuffer {
 public:
  std::string_view bytes() const { return {memory_.get() + begin_, end_ - begin_}; }
  std::size_t size() const { return end_ - begin_; }
  std::size_t capacity_bytes() const { return capacity_; }

  // Room for at least `count` more bytes; `commit` says how many of them were written. Moves what
  // is there, so views of earlier bytes end here.
  std::span<char> room(std::size_t count);
  void commit(std::size_t count);

  void drop_front(std::size_t count);
  void drop_back(std::size_t count);
  void clear() { begin_ = end_ = 0; }

  // Gives the memory back when it is more than `bytes`. Only for an empty buffer.
  void shrink(std::size_t bytes);

 private:
  void grow(std::size_t capacity);

  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;  // without the padding
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace gait::ingest
