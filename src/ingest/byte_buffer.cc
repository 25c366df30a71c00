#include "ingest/byte_buffer.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "formats/parser.h"

namespace gait::ingest {

std::span<char> ByteBuffer::room(std::size_t count) {
  if (capacity_ - end_ < count) {
    // Moving more than half of the buffer each time would make a long record quadratic.
    if (size() <= capacity_ / 2 && capacity_ - size() >= count)
      grow(capacity_);
    else
      grow(std::max(size() + count, capacity_ * 2));
  }
  return {memory_.get() + end_, capacity_ - end_};
}

void ByteBuffer::grow(std::size_t capacity) {
  if (capacity == capacity_) {
    std::memmove(memory_.get(), memory_.get() + begin_, size());
  } else {
    auto larger = std::make_unique_for_overwrite<char[]>(capacity + formats::padding_bytes);
    if (size() > 0) std::memcpy(larger.get(), memory_.get() + begin_, size());
    memory_ = std::move(larger);
    capacity_ = capacity;
  }
  end_ -= begin_;
  begin_ = 0;
}

void ByteBuffer::commit(std::size_t count) {
  check(count <= capacity_ - end_, "only bytes written into the room are committed");
  end_ += count;
  if (memory_) std::memset(memory_.get() + end_, 0, formats::padding_bytes);
}

void ByteBuffer::drop_front(std::size_t count) {
  check(count <= size(), "only bytes that are there are dropped");
  begin_ += count;
  if (begin_ == end_) clear();
}

void ByteBuffer::drop_back(std::size_t count) {
  check(count <= size(), "only bytes that are there are dropped");
  end_ -= count;
  commit(0);
}

void ByteBuffer::shrink(std::size_t bytes) {
  check(size() == 0, "only an empty buffer shrinks");
  if (capacity_ <= bytes) return;
  memory_.reset();
  capacity_ = 0;
  clear();
}

}  // namespace gait::ingest
