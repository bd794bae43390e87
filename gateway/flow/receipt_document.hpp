#pragma once
// A partner's answer that is a document (a courier's label, D19): kept with the case as it came,
// once, like what the gateway prints itself.

#include "gateway/flow/case_service.hpp"
#include "gateway/ports/partner.hpp"

namespace ow::flow {

/// Stores the document under the row's kind and finishes the row. If the store refuses, the row
/// stays claimed and is asked for again when its lease ends.
void keep_document(ports::Store& store, CaseService& cases, const ports::Claim& claim,
                   const ports::Receipt& receipt);

}  // namespace ow::flow
