#pragma once
// A Desk in memory, for the console's tests and for building its pages: eight cases at every stage
// of the issuance window, a queue, bookings, parcels, refused messages. Thread-safe.

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/console/fake_case.hpp"

namespace ow::testing {

class FakeDesk final : public ports::Desk {
  public:
    FakeDesk() : cases_(sample_cases()) {}

    boost::json::object todo(const ports::StaffUser& user, const std::string& tab,
                             const std::string& cursor) override;
    boost::json::array search(const ports::StaffUser& user, const std::string& text) override;
    Result<boost::json::object> case_view(const ports::StaffUser& user, const CaseNo& no,
                                          bool unmask) override;
    Result<boost::json::object> act(const ports::StaffUser& user, const CaseNo& no,
                                    const ports::StaffAction& action) override;
    Result<ports::DocumentFile> document(const ports::StaffUser& user, const CaseNo& no,
                                         const std::string& document_id) override;
    Result<ports::DocumentFile> material_file(const ports::StaffUser&, const CaseNo& no,
                                              const std::string& file) override {
        return ports::DocumentFile{"../" + file + "\"名\".exe", "application/zip", no.str()};
    }
    boost::json::array books(const ports::StaffUser&) override { return {}; }
    Result<ports::DocumentFile> book(const ports::StaffUser&, const std::string& id,
                                     const std::string& month, const std::string& format) override {
        return ports::DocumentFile{id + month, "text/plain", format};
    }
    boost::json::array queue(const ports::StaffUser& user) override;
    Result<std::int64_t> resend_cause(const ports::StaffUser& user, const std::string& partner,
                                      const std::string& state, const std::string& reason) override;
    Status resolve(const ports::StaffUser& user, const std::string& row,
                   const std::string& verb) override;
    Status learn_number(const ports::StaffUser&, const std::string&, const std::string&) override {
        return ok();
    }
    Result<boost::json::object> release(const ports::StaffUser& user, const PartnerId& partner,
                                        const std::string& received) override;
    boost::json::object bookings(const ports::StaffUser& user, const std::string& day) override;
    /// Cancels; any other change is accepted and forgotten.
    Result<boost::json::object> change_booking(const ports::StaffUser&, const std::string& no,
                                               const ports::StaffAction& action) override;
    boost::json::object consultations(const ports::StaffUser&) override {
        return {{"rows", boost::json::array{}}, {"fields", boost::json::array{}}};
    }
    Result<boost::json::object> consult(const ports::StaffUser&, const std::string& no,
                                        const ports::StaffAction&) override {
        return boost::json::object{{"no", no}};
    }
    Result<ports::DocumentFile> consultation_slip(const ports::StaffUser&,
                                                  const std::string& no) override {
        return ports::DocumentFile{no + "-D10.pdf", "application/pdf", "slip"};
    }
    Result<ports::DocumentFile> booking_slip(const ports::StaffUser&,
                                             const std::string& no) override {
        return ports::DocumentFile{no + "-D18.pdf", "application/pdf", "slip"};
    }
    boost::json::array parcels(const ports::StaffUser& user) override;
    Result<boost::json::object> intake_form(const ports::StaffUser& user, const std::string& kind,
                                            const std::string& id) override;
    Result<boost::json::object> take_in(const ports::StaffUser& user, const std::string& kind,
                                        const std::string& id,
                                        const ports::StaffAction& form) override;
    boost::json::array refused(const ports::StaffUser& user) override;
    Result<boost::json::object> by_token(const std::string& token) override;

    boost::json::array handovers(const ports::StaffUser&) override { return {}; }
    Result<boost::json::object> make_handover(const ports::StaffUser&,
                                              const std::string& batch) override {
        return Error{Code::kRequestInvalid, At{"batch", batch}};
    }
    Result<boost::json::object> sign_handover(const ports::StaffUser&, const std::string& batch,
                                              const boost::json::object&,
                                              const std::string&) override {
        return Error{Code::kRequestInvalid, At{"batch", batch}};
    }
    Result<ports::DocumentFile> handover_list(const ports::StaffUser&,
                                              const std::string& batch) override {
        return Error{Code::kBlobMissing, At{"batch", batch}};
    }

    /// The number of the n-th sample case.
    [[nodiscard]] CaseNo case_no(std::size_t n) const { return cases_.at(n).no; }
    [[nodiscard]] int prints(std::size_t n, const std::string& document) const;

  private:
    [[nodiscard]] FakeCase* find(const CaseNo& no);
    [[nodiscard]] Result<boost::json::object> step(FakeCase& c, const std::string& actor,
                                                   const ports::StaffAction& action);

    mutable std::mutex mutex_;
    std::vector<FakeCase> cases_;
    std::vector<std::string> resolved_;
    std::vector<std::string> taken_in_;
    std::set<std::string> cancelled_;
};

}  // namespace ow::testing
