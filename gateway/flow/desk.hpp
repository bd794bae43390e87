#pragma once
// The staff's side of the gateway: lists, search, the page of a case, commands of people.
//
// What may be done is one literal table (desk_actions.cpp): the console builds its forms from it,
// and the same rows check what comes back. Thread-safe; blocks for reads and commits.

#include <functional>
#include <optional>

#include "gateway/flow/appointments.hpp"
#include "gateway/flow/case_service.hpp"
#include "gateway/ports/desk.hpp"
#include "gateway/ports/history.hpp"
#include "gateway/ports/paper.hpp"
#include "gateway/ports/sheet_maker.hpp"

namespace ow::flow {

class Desk final : public ports::Desk {
  public:
    Desk(ports::Store& store, CaseService& cases, Appointments& appointments,
         const Setting& setting, const Clock& clock);

    /// Called with the partner of a row that a person sends again: a pause ends, the lane is woken.
    /// Set before the desk is used.
    void on_retry(std::function<void(const PartnerId&)> hook) { retried_ = std::move(hook); }
    /// Partners that timers waited for in vain. Set before the desk is used.
    void ask_silent(std::function<std::vector<PartnerId>()> silent) { silent_ = std::move(silent); }
    /// What ledgers and figures are read from and made with. Set before the desk is used.
    void keep_books(ports::History& history, ports::SheetMaker& sheets) {
        history_ = &history;
        sheets_ = &sheets;
    }
    /// Prints the lists of handover batches (D11). Set before the desk is used.
    void print_with(ports::PaperMaker& paper) { paper_ = &paper; }
    /// Called with a partner whose hold a person ended. Set before the desk is used.
    void on_release(std::function<void(const PartnerId&)> hook) { released_ = std::move(hook); }

    [[nodiscard]] boost::json::object todo(const ports::StaffUser& user, const std::string& tab,
                                           const std::string& cursor) override;
    [[nodiscard]] boost::json::array search(const ports::StaffUser& user,
                                            const std::string& text) override;
    [[nodiscard]] Result<boost::json::object> case_view(const ports::StaffUser& user,
                                                        const CaseNo& no, bool unmask) override;
    [[nodiscard]] Result<boost::json::object> act(const ports::StaffUser& user, const CaseNo& no,
                                                  const ports::StaffAction& action) override;
    [[nodiscard]] Result<ports::DocumentFile> document(const ports::StaffUser& user,
                                                       const CaseNo& no,
                                                       const std::string& document_id) override;
    [[nodiscard]] Result<ports::DocumentFile> material_file(const ports::StaffUser& user,
                                                            const CaseNo& no,
                                                            const std::string& file) override;
    [[nodiscard]] boost::json::array books(const ports::StaffUser& user) override;
    [[nodiscard]] Result<ports::DocumentFile> book(const ports::StaffUser& user,
                                                   const std::string& id, const std::string& month,
                                                   const std::string& format) override;
    [[nodiscard]] boost::json::array queue(const ports::StaffUser& user) override;
    [[nodiscard]] Status resolve(const ports::StaffUser& user, const std::string& row,
                                 const std::string& verb) override;
    [[nodiscard]] Status learn_number(const ports::StaffUser& user, const std::string& row,
                                      const std::string& number) override;
    [[nodiscard]] Result<boost::json::object> release(const ports::StaffUser& user,
                                                      const PartnerId& partner,
                                                      const std::string& received) override;
    [[nodiscard]] Result<std::int64_t> resend_cause(const ports::StaffUser& user,
                                                    const std::string& partner,
                                                    const std::string& state,
                                                    const std::string& reason) override;
    [[nodiscard]] boost::json::object bookings(const ports::StaffUser& user,
                                               const std::string& day) override;
    [[nodiscard]] Result<boost::json::object> change_booking(
        const ports::StaffUser& user, const std::string& no,
        const ports::StaffAction& action) override;
    [[nodiscard]] boost::json::object consultations(const ports::StaffUser& user) override;
    [[nodiscard]] Result<boost::json::object> consult(const ports::StaffUser& user,
                                                      const std::string& no,
                                                      const ports::StaffAction& action) override;
    [[nodiscard]] Result<ports::DocumentFile> consultation_slip(const ports::StaffUser& user,
                                                                const std::string& no) override;
    [[nodiscard]] Result<ports::DocumentFile> booking_slip(const ports::StaffUser& user,
                                                           const std::string& no) override;
    [[nodiscard]] boost::json::array parcels(const ports::StaffUser& user) override;
    [[nodiscard]] Result<boost::json::object> intake_form(const ports::StaffUser& user,
                                                          const std::string& kind,
                                                          const std::string& id) override;
    [[nodiscard]] Result<boost::json::object> take_in(const ports::StaffUser& user,
                                                      const std::string& kind,
                                                      const std::string& id,
                                                      const ports::StaffAction& form) override;
    [[nodiscard]] boost::json::array refused(const ports::StaffUser& user) override;
    [[nodiscard]] Result<boost::json::object> by_token(const std::string& token) override;
    [[nodiscard]] boost::json::array handovers(const ports::StaffUser& user) override;
    [[nodiscard]] Result<boost::json::object> make_handover(const ports::StaffUser& user,
                                                            const std::string& batch) override;
    [[nodiscard]] Result<boost::json::object> sign_handover(const ports::StaffUser& user,
                                                            const std::string& batch,
                                                            const boost::json::object& lines,
                                                            const std::string& signer) override;
    [[nodiscard]] Result<ports::DocumentFile> handover_list(const ports::StaffUser& user,
                                                            const std::string& batch) override;

  private:
    struct Origin;
    /// kCaseNotFound for a department's user about another department's case.
    [[nodiscard]] Status check_seen(const ports::StaffUser& user, const CaseNo& no);
    /// The parts of a case's page that are neither personal nor lists.
    void describe(boost::json::object& view, const model::CaseState& state) const;
    [[nodiscard]] Result<Origin> origin_of(const std::string& kind, const std::string& id);
    struct AttentionPlace;
    [[nodiscard]] std::vector<ports::StreamView> needing_attention(const std::string& cursor,
                                                                   std::string& next);
    [[nodiscard]] bool is_first_of_case(const ports::OutboxView& row,
                                        const ports::StreamView& view);
    [[nodiscard]] bool add_stopped(AttentionPlace& place, std::vector<ports::StreamView>& views);
    [[nodiscard]] std::int64_t count_attention();
    /// What a person must do that hangs on no case.
    [[nodiscard]] boost::json::array tasks();
    /// R30: an order that is not with the courier yet goes no more; kCommandNotAllowed while it is
    /// on its way.
    [[nodiscard]] Status stop_dispatch(const CaseNo& no);
    /// No version tells a print sent again from another one: the page's key does.
    [[nodiscard]] Result<boost::json::object> print_once(const CaseNo& no,
                                                         const ports::StaffAction& form,
                                                         model::Command command, Request request);
    [[nodiscard]] Status cancel(const ports::StaffUser& user, const ports::OutboxView& row);
    [[nodiscard]] std::optional<ports::OutboxView> outbox_row(const std::string& id);
    [[nodiscard]] boost::json::object row_view(const ports::StreamView& view);
    [[nodiscard]] boost::json::object messages_of(const CaseNo& no, boost::json::array& stops,
                                                  const model::CaseState& state);

    ports::Store& store_;
    CaseService& cases_;
    Appointments& appointments_;
    const Setting& setting_;
    const Clock& clock_;
    ports::History* history_ = nullptr;
    ports::SheetMaker* sheets_ = nullptr;
    ports::PaperMaker* paper_ = nullptr;
    std::function<std::vector<PartnerId>()> silent_ = [] { return std::vector<PartnerId>{}; };
    std::function<void(const PartnerId&)> retried_ = [](const PartnerId&) {};
    std::function<void(const PartnerId&)> released_ = [](const PartnerId&) {};
};

}  // namespace ow::flow
