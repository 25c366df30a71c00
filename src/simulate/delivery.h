#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "simulate/fleet.h"
#include "simulate/output.h"
#include "simulate/random.h"

namespace gait::simulate {

// Delivers records as CloudTrail does: late (median 201 s, 95 % within 425 s, all within 594 s of
// the event, as measured on a real trail), in no order inside a file or between files, and about
// 3 in 1,000 a second time in a later file under the same eventID.
//
// Keeps what is not delivered yet: about a quarter of an hour of records, plus those of runs that
// reach into the next hours.
class Delivery {
 public:
  enum class Form { files, ndjson };  // gz files per account, region and five minutes; or one file

  Delivery(std::uint64_t seed, Form form, const Write& write);

  void add(Record record);
  // Writes what is delivered up to this time.
  void flush(Timestamp until);

 private:
  struct Parcel {
    std::int64_t delivered_s;
    std::uint64_t order;
    Record record;
  };

  void write_file(const Parcel* first, const Parcel* last);

  Random random_;
  Form form_;
  const Write& write_;
  std::vector<Parcel> waiting_;
};

}  // namespace gait::simulate
