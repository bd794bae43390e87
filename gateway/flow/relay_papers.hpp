#pragma once
// Rows of the partner "render": a document is made, stored and noted on its case. One that cannot
// be made waits for a person; the case goes on (R32). Thread-safe; blocks.

#include "gateway/flow/relay_ends.hpp"
#include "gateway/flow/relay_trees.hpp"
#include "gateway/ports/paper.hpp"

namespace ow::flow {

class RelayPapers {
  public:
    RelayPapers(ports::Store& store, CaseService& cases, ports::PaperMaker& paper,
                RelayTrees& trees, RelayEnds& ends, const Clock& clock, Log& log)
        : store_(store),
          cases_(cases),
          paper_(paper),
          trees_(trees),
          ends_(ends),
          clock_(clock),
          log_(log) {}

    void make(const ports::Claim& claim);

  private:
    /// A document that cannot be signed now is not made at all: it waits in the queue with the
    /// reason, for a person (certificate, token) or for the timestamp service.
    bool wait_for_seal(const ports::Claim& claim, const Error& error);
    void refuse(const ports::Claim& claim, const std::string& document, const Error& error);
    void keep(const ports::Claim& claim, const RowBody& body, const boost::json::object& tree,
              const ports::Paper& paper);

    ports::Store& store_;
    CaseService& cases_;
    ports::PaperMaker& paper_;
    RelayTrees& trees_;
    RelayEnds& ends_;
    const Clock& clock_;
    Log& log_;
};

}  // namespace ow::flow
