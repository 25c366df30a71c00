#include "simulate/delivery.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr std::int64_t slot_s = 300;
constexpr std::int64_t late_s_max = 594;
constexpr std::uint32_t duplicate_ppm = 3'000;
constexpr std::uint64_t delivery_salt = 0xde11ULL;
constexpr std::ptrdiff_t file_records_max = 600;
constexpr std::size_t chunk_bytes = 1U << 20;

// At the end of the five-minute slot in which the event is, or of the next one. The chance of the
// latter depends on how near the end is, such that the quantiles come out as measured.
std::int64_t slot_of(Timestamp time, Random& random) {
  const std::int64_t event_s = time.seconds();
  const std::int64_t slot = (event_s / slot_s + 1) * slot_s;
  const std::int64_t soonest_s = slot - event_s;
  if (soonest_s + slot_s > late_s_max) return slot;
  const std::uint32_t next_ppm = soonest_s < 125 ? 350'000 : 89'000;
  return random.chance_ppm(next_ppm) ? slot + slot_s : slot;
}

std::string file_name(const Record& record, std::int64_t delivered_s, Random& random) {
  const Timestamp time = Timestamp::from_seconds(delivered_s);
  const std::string iso = to_rfc3339(time);
  const std::string stamp = fmt::format("{}{}{}T{}{}Z", iso.substr(0, 4), iso.substr(5, 2),
                                        iso.substr(8, 2), iso.substr(11, 2), iso.substr(14, 2));
  return fmt::format("AWSLogs/{0}/CloudTrail/{1}/{2}/{0}_CloudTrail_{1}_{3}_{4}.json.gz",
                     record.account, record.region, to_date_path(time), stamp,
                     base32_id(random.next(), 16));
}

}  // namespace

Delivery::Delivery(std::uint64_t seed, Form form, const Write& write)
    : random_(seed, {delivery_salt}), form_(form), write_(write) {}

void Delivery::add(Record record) {
  const std::int64_t delivered_s = slot_of(record.time, random_);
  if (random_.chance_ppm(duplicate_ppm))
    waiting_.push_back({delivered_s + slot_s * random_.between(1, 2), random_.next(), record});
  waiting_.push_back({delivered_s, random_.next(), std::move(record)});
}

void Delivery::flush(Timestamp until) {
  const auto due_end = std::partition(waiting_.begin(), waiting_.end(), [&](const Parcel& parcel) {
    return parcel.delivered_s <= until.seconds();
  });
  const bool files = form_ == Form::files;
  std::sort(waiting_.begin(), due_end, [files](const Parcel& a, const Parcel& b) {
    if (a.delivered_s != b.delivered_s) return a.delivered_s < b.delivered_s;
    if (!files) return a.order < b.order;
    return std::tie(a.record.account, a.record.region, a.order) <
           std::tie(b.record.account, b.record.region, b.order);
  });
  const Parcel* const end = waiting_.data() + (due_end - waiting_.begin());
  for (const Parcel *first = waiting_.data(), *last = first; first != end; first = last) {
    std::size_t bytes = 0;
    while (last != end && (files ? last - first < file_records_max : bytes < chunk_bytes)) {
      if (files && std::tie(last->delivered_s, last->record.account, last->record.region) !=
                       std::tie(first->delivered_s, first->record.account, first->record.region))
        break;
      bytes += last++->record.json.size();
    }
    write_file(first, last);
  }
  waiting_.erase(waiting_.begin(), due_end);
}

void Delivery::write_file(const Parcel* first, const Parcel* last) {
  const bool files = form_ == Form::files;
  OutputFile file{files ? file_name(first->record, first->delivered_s, random_)
                        : std::string("cloudtrail.ndjson"),
                  files ? "{\"Records\":[" : ""};
  for (const Parcel* parcel = first; parcel != last; ++parcel) {
    if (files && parcel != first) file.content += ',';
    file.content += parcel->record.json;
    if (!files) file.content += '\n';
  }
  if (files) file.content += "]}";
  write_(std::move(file));
}

}  // namespace gait::simulate
