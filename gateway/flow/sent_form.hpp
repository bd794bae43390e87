#pragma once
// A filled form does what it does once, however often its page sends it: a stream form:<key>,
// written in the step that the form asks for, keeps the answer and a digest of what was filled in.
// The key is the page's and goes with one draft; a draft filled in anew is another form.
// Thread-safe; blocks for reads.

#include <optional>
#include <string>

#include "gateway/ports/desk.hpp"
#include "gateway/ports/store.hpp"

namespace ow::flow {

/// Tells whether two forms say the same, and nothing of what they say.
[[nodiscard]] std::string form_digest(ports::Store& store, std::string_view form,
                                      const boost::json::object& values);

class SentForm {
  public:
    /// `form`: what is filled in, "window" or "answer <no>".
    SentForm(ports::Store& store, std::string_view form, const ports::StaffAction& filled);

    /// What it was answered; nullopt: it comes for the first time. kIdempotencyKeyReused: something
    /// else was sent under its key, and the error's cause is the number that got.
    [[nodiscard]] Result<std::optional<boost::json::object>> first_answer() const;

    /// Commits with what the form does; `answer` names no person.
    [[nodiscard]] ports::Append sent(boost::json::object answer, const std::string& actor,
                                     Instant now) const;

  private:
    ports::Store& store_;
    StreamId stream_;
    std::string digest_;
};

}  // namespace ow::flow
