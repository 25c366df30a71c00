#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace gait {

// The name of a string: its content hash, so that the same string has the same symbol in every
// thread, every run and every order of reading. 0 is the empty string.
struct Symbol {
  std::uint64_t value = 0;

  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Symbol&) const = default;
};

// The symbol of a text, without keeping the text.
Symbol symbol_of(std::string_view text);

// Distinct strings by symbol. Grows by doubling from a small table, so that few strings stay in
// the near caches; texts live in an arena and are touched only to name things to people.
//
// Two different strings with one 64-bit hash: the second is renamed by rehashing, found by
// comparing lengths and texts only where `insert` meets an equal hash of unequal length. The
// chance for 10^8 honest strings is under 0.03 %.
class SymbolTable {
 public:
  SymbolTable();

  Symbol insert(std::string_view text);

  // The text of a symbol; empty when it was never inserted. Valid as long as the table lives.
  std::string_view text(Symbol symbol) const;

  // Takes over every string of `other`.
  void merge(const SymbolTable& other);

  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const;

  template <class Visit>
  void for_each(Visit visit) const {
    for (const Slot& slot : slots_)
      if (slot.symbol != 0) visit(Symbol{slot.symbol}, text_of(slot));
  }

 private:
  // 16 bytes: there may be millions.
  struct Slot {
    std::uint64_t symbol = 0;
    std::uint32_t place = 0;  // in the arena, in units of `place_bytes`
    std::uint32_t length = 0;
  };
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::uint64_t first = 0;  // place of its first byte
  };

  Slot& find(std::uint64_t symbol);
  std::string_view text_of(const Slot& slot) const;
  std::uint32_t keep(std::string_view text);
  void count_one();
  void grow();

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
  std::vector<Chunk> chunks_;
  std::size_t chunk_used_ = 0;
  std::size_t chunk_size_ = 0;
  std::size_t arena_bytes_ = 0;
};

}  // namespace gait

template <>
struct std::hash<gait::Symbol> {
  std::size_t operator()(gait::Symbol symbol) const noexcept { return symbol.value; }
};
