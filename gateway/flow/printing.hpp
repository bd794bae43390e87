#pragma once
// Batches of prints (ports/print_desk.hpp). A batch is a stream that fixes which documents of which
// cases were asked for together and at which printer; what became of each stands on its case and in
// the outbox, and is put together when somebody looks. So a batch cut off by a crash asks for its
// rest when it is resumed, and nothing is asked for twice. Thread-safe; blocks.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/flow/print_ask.hpp"
#include "gateway/ports/print_desk.hpp"

namespace ow::flow {

class Printing final : public ports::PrintDesk {
  public:
    Printing(ports::Store& store, CaseService& cases, const Setting& setting, const Clock& clock)
        : store_(store), cases_(cases), setting_(setting), clock_(clock) {}

    /// Called with a printer whose rows a person lets go again. Set before it is used.
    void on_retry(std::function<void(const PartnerId&)> hook) { retried_ = std::move(hook); }

    [[nodiscard]] boost::json::array printers() override;
    [[nodiscard]] boost::json::array batches(const ports::StaffUser& user) override;
    [[nodiscard]] Result<boost::json::object> print(const ports::StaffUser& user,
                                                    const ports::PrintOrder& order) override;
    [[nodiscard]] Result<boost::json::object> batch(const ports::StaffUser& user,
                                                    const std::string& id) override;
    [[nodiscard]] Result<boost::json::object> decide(const ports::StaffUser& user,
                                                     const std::string& id,
                                                     const ports::PrintVerb& verb) override;

  private:
    struct Batch;
    struct Line;
    [[nodiscard]] bool is_printer(const std::string& id) const;
    [[nodiscard]] bool may_see(const ports::StaffUser& user, const CaseNo& no);
    [[nodiscard]] Result<Batch> load(const ports::StaffUser& user, const std::string& id);
    [[nodiscard]] Status append(const Batch& batch, model::Event event);
    [[nodiscard]] std::string digest_of(const ports::PrintOrder& order);
    [[nodiscard]] std::vector<std::string> choose(const CaseNo& no, const ports::PrintOrder& order);
    [[nodiscard]] std::vector<Line> lines_of(const Batch& batch);
    [[nodiscard]] Line look(const Batch& batch, const CaseNo& no, const std::string& document);
    [[nodiscard]] boost::json::object line_view(const Line& line);
    void ask(const ports::StaffUser& user, const Batch& batch, const Line& line);
    void resume(const ports::StaffUser& user, const Batch& batch);
    [[nodiscard]] Status move(const ports::StaffUser& user, Batch& batch, const std::string& to);
    void cancel(const ports::StaffUser& user, const Batch& batch);
    [[nodiscard]] Status settle(const ports::StaffUser& user, const Batch& batch,
                                const ports::PrintVerb& verb);
    /// Whether the row will not be printed any more.
    [[nodiscard]] bool drop(const ports::StaffUser& user, const Line& line,
                            const std::string& reason);

    ports::Store& store_;
    CaseService& cases_;
    const Setting& setting_;
    const Clock& clock_;
    std::function<void(const PartnerId&)> retried_ = [](const PartnerId&) {};
};

}  // namespace ow::flow
