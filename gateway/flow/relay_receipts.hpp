#pragma once
// What a partner has, our books must say (R35): the receipt of a delivery becomes an event of the
// case or booking, in one step with the row's end, and is tried until the store takes it.
// Thread-safe; blocks.

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

#include "gateway/flow/appointments.hpp"
#include "gateway/flow/case_service.hpp"
#include "gateway/flow/relay_ends.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::flow {

class RelayReceipts {
  public:
    /// A call, from before it is made until its end is written. A row that is claimed again
    /// meanwhile, because its lease ran out, is the call's still, under the new lease.
    class Call {
      public:
        Call(RelayReceipts& receipts, ports::Claim claim);
        ~Call();
        Call(const Call&) = delete;
        Call& operator=(const Call&) = delete;
        /// With the lease it has now.
        [[nodiscard]] ports::Claim claim() const;

      private:
        RelayReceipts& receipts_;
        const ports::Claim claim_;
    };

    RelayReceipts(ports::Store& store, CaseService& cases, Appointments& appointments,
                  const Setting& setting, const Clock& clock, Log& log, RelayEnds& ends,
                  Millis record_first, Millis record_most);

    /// `kind` is what the message says (RowBody), `facts` what the partner answered.
    void write(const ports::Claim& claim, const std::string& kind, boost::json::object facts);
    /// A receipt that is a document (receipt_document.hpp).
    void keep(const ports::Claim& claim, const ports::Receipt& receipt);
    /// Of a row claimed again during its Call. False: there is none, or its end is written.
    [[nodiscard]] bool takes_over(const ports::Claim& claim);
    /// Gives up what cannot be written now; the rows stay `sending`.
    void stop();

  private:
    [[nodiscard]] model::Command printed(const ports::Claim& claim, boost::json::object facts);
    [[nodiscard]] bool record(const ports::Claim& claim, const model::Command& command);
    [[nodiscard]] std::int64_t fence_of(const ports::Claim& claim);
    [[nodiscard]] bool rest(Millis time);
    void write_on_booking(const ports::Claim& claim, boost::json::object facts);

    ports::Store& store_;
    CaseService& cases_;
    Appointments& appointments_;
    const Setting& setting_;
    const Clock& clock_;
    Log& log_;
    RelayEnds& ends_;
    const Millis record_first_;
    const Millis record_most_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stopping_ = false;
    std::map<std::string, std::int64_t> calls_;  ///< row → fence
};

}  // namespace ow::flow
