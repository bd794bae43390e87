#pragma once
// What trying a partner's address out can find: one table with the words for the operator. The
// stages follow one another; a finding names the first that failed.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ow::ports {

enum class ConnectionStage : std::uint8_t { kName, kTcp, kTls, kCredentials, kHttp, kWsdl };

enum class ConnectionCause : std::uint8_t {
    kFine,
    kNameUnknown,
    kTcpRefused,
    kTcpTimeout,
    kTcpUnreachable,
    kTlsNotSpoken,
    kTlsUntrusted,
    kTlsExpired,
    kTlsNotYetValid,
    kTlsOtherName,
    kTlsOurCertificate,
    kTlsFailed,
    kUnauthorized,
    kForbidden,
    kNoAnswer,
    kRedirected,
    kPathUnknown,
    kContentType,
    kServerError,
    kWsdlUnreadable,
    kWsdlStyle,
    kWsdlOperation,
    kWsdlNamespace,
    kWsdlAction,
};

struct ConnectionRow {
    ConnectionCause cause;
    ConnectionStage stage;
    std::string_view name;  ///< for scripts: TLS_EXPIRED
    std::string_view what;  ///< 原因
    std::string_view next;  ///< 由谁、怎么处理
};
/// In the order of the enumeration.
[[nodiscard]] std::span<const ConnectionRow> connection_rows();
[[nodiscard]] const ConnectionRow& row_of(ConnectionCause cause);
/// 域名解析, 建立连接 …
[[nodiscard]] std::string_view label_of(ConnectionStage stage);
/// Exit code of a command that found it: 0 fine, 10 name, 11 TCP, 12 TLS, 13 credentials, 14 HTTP,
/// 15 WSDL.
[[nodiscard]] int exit_code_of(ConnectionCause cause);

struct ConnectionFinding {
    ConnectionCause cause = ConnectionCause::kFine;
    std::string detail{};  ///< what was seen: an address, a path, a date; no secret
};

}  // namespace ow::ports
