#pragma once

#include <cstdint>
#include <string_view>

#include "formats/json_walk.h"
#include "model/batch.h"

namespace gait::formats {

// What became of one JSON object that a frame cut out of its input.
struct Reading {
  enum class Kind : std::uint8_t {
    whole,      // read to its end; `why` says what is wrong with it, or is empty
    foreign,    // sound, and not of this reader's format; nothing was kept of it
    envelope,   // its records are the elements of the array at `list`
    cut,        // the text ends inside it
    malformed,  // no JSON
  };
  Kind kind = Kind::whole;
  std::string_view why;
  const std::uint32_t* list = nullptr;
};

// Reads the records of one format, one JSON object each, into a batch. Belongs to one thread.
class RecordReader {
 public:
  virtual ~RecordReader() = default;

  // Reads the object at the walk over `text`; when it is whole, the walk then stands behind it.
  // `is_claimed`: it is known to be of this format, so it is not foreign, whatever it lacks.
  virtual Reading read(JsonWalk& walk, const char* text, bool is_claimed, Batch& batch) = 0;

  // What the surroundings of the next records say of where they come from: a cluster or tenant.
  virtual void set_scope(std::string_view scope) = 0;
};

}  // namespace gait::formats
