#pragma once

#include <cstddef>
#include <cstdint>

// The compression function of SHA-256 (FIPS 180-4), one translation unit for each instruction set:
// they are compiled with flags that the rest of the program is not (src/CMakeLists.txt), so they
// use no library and no inline function, of which the linker might then keep their copy for all.
namespace gait::record {

// One set of 16 lanes: word i of the state of lane j is words[i][j].
struct alignas(64) LaneStates {
  static constexpr std::size_t lanes = 16;
  std::uint32_t words[8][lanes];
};

// Takes `count` blocks of 64 bytes that lie in a row into the state of 8 words.
void compress_sha_ni(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count);

// The same of two messages at once, which takes little longer than one.
void compress_two_sha_ni(std::uint32_t* state_a, const std::uint8_t* blocks_a,
                         std::uint32_t* state_b, const std::uint8_t* blocks_b, std::size_t count);

// One block for each of the 16 lanes.
//
// Leaves the upper halves of the vector registers clean. If it did not, each legacy instruction of
// compress_sha_ni after it would wait for them: on an Intel processor a node then took 12 us, not
// 0.1.
void compress_lanes_avx512(LaneStates& states, const std::uint8_t* const* blocks);

// The first words of the fractional parts of the square and cube roots of primes.
extern const std::uint32_t sha256_start[8];
extern const std::uint32_t sha256_constants[64];

}  // namespace gait::record
