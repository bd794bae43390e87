#pragma once
// What a department's SOAP answer means to the relay.
//
//   no fault, 2xx        done; `foreign_no` anywhere in the body, or in XML that stands there as
//                        text, is kept. With `result` set its value must be one of `result_ok`.
//   code of done_codes   done (taken before)
//   code of busy_codes   later
//   fault                a code of our own catalogue (AUTH_… = our credentials, later, refused);
//                        Client.Authentication and those of WS-Security = our credentials;
//                        Client, MustUnderstand, VersionMismatch = refused for good;
//                        Server = it may have acted
//   anything else        by the HTTP status, as every protocol; a 2xx that is not SOAP may have
//                        acted, an empty one is a one-way operation's and done
// "Code" is the element `code` in the fault's detail, else the `result` element.

#include "adapters/soap/settings.hpp"

namespace ow::soap {

[[nodiscard]] Result<ports::Receipt> read_reply(const SenderSettings& settings,
                                                const ports::HttpReply& reply);

}  // namespace ow::soap
