#pragma once
// What partners may call, and the fields of every answer: the one list from which the served WSDL,
// the dispatch and the answers are made.

#include <span>
#include <string>
#include <string_view>

namespace ow::soap {

inline constexpr std::string_view kNamespace = "urn:onewindow:soap:1";
inline constexpr std::string_view kEnvelope = "http://schemas.xmlsoap.org/soap/envelope/";
inline constexpr std::string_view kKeyElement = "IdempotencyKey";  ///< header block, in kNamespace

struct Operation {
    std::string_view name;
    std::string_view kind;  ///< of message, for the partner's inward mapping; empty: query
    std::string_view says;  ///< documentation of the WSDL
};

/// Sorted by name.
[[nodiscard]] std::span<const Operation> operations();
/// nullptr: no such operation.
[[nodiscard]] const Operation* find_operation(std::string_view name);
/// What SOAPAction says for it.
[[nodiscard]] std::string action_of(const Operation& operation);

enum class Times : unsigned char { kOnce, kOptional, kMany };

struct Field {
    std::string_view name;
    std::string_view type;  ///< of XML Schema, without prefix
    Times times = Times::kOptional;
};

/// Fields in the order in which they stand in a message.
[[nodiscard]] std::span<const Field> taken_fields();   ///< of what was taken in
[[nodiscard]] std::span<const Field> status_fields();  ///< of `query`
[[nodiscard]] std::span<const Field> error_fields();   ///< of a fault's detail

}  // namespace ow::soap
