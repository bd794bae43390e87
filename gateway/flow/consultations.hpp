#pragma once
// Consultations in the store (R18): asked, handed to the department, answered, late. Thread-safe;
// blocks for reads and commits.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "gateway/flow/case_service.hpp"
#include "gateway/model/consultation.hpp"
#include "gateway/ports/desk.hpp"
#include "gateway/ports/paper.hpp"

namespace ow::flow {

[[nodiscard]] std::string consultation_way_label(std::string_view way);
[[nodiscard]] StreamId consultation_stream(const CaseNo& no);  ///< consultation:<no>

class Consultations {
  public:
    Consultations(ports::Store& store, CaseService& cases, const Setting& setting,
                  const Clock& clock)
        : store_(store), cases_(cases), setting_(setting), clock_(clock) {}

    /// From a filled form (fields()): {"no","state"}; sent again it is the same one.
    [[nodiscard]] Result<boost::json::object> ask(const ports::StaffAction& filled,
                                                  const std::string& actor);
    [[nodiscard]] Result<boost::json::object> answer(const CaseNo& no,
                                                     const ports::StaffAction& filled,
                                                     const std::string& actor);
    [[nodiscard]] Result<model::Consultation> load(const CaseNo& no) const;
    /// 一次性告知单 (D10), kept as it was first made.
    [[nodiscard]] Result<ports::DocumentFile> slip(const CaseNo& no, ports::PaperMaker& paper,
                                                   const ports::StaffUser& user);
    /// Open ones first, then those answered; of one department if it is named.
    [[nodiscard]] boost::json::array list(const DepartmentId& department) const;
    /// The form of ask().
    [[nodiscard]] boost::json::array fields() const;

  private:
    ports::Store& store_;
    CaseService& cases_;
    const Setting& setting_;
    const Clock& clock_;
};

/// The timer of a consultation; false: obsolete or not stored.
[[nodiscard]] bool fire_consultation(ports::Store& store, const ports::StreamView& view,
                                     Instant now);

}  // namespace ow::flow
