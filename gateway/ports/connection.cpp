#include "gateway/ports/connection.hpp"

namespace ow::ports {
namespace {

using Cause = ConnectionCause;
using Stage = ConnectionStage;

constexpr ConnectionRow kRows[] = {
    {Cause::kFine, Stage::kHttp, "FINE", "连接正常", "无需处理。"},
    {Cause::kNameUnknown, Stage::kName, "NAME_UNKNOWN", "域名解析不了",
     "大厅操作员：核对 endpoint 中的主机名；专网域名请网络管理员加入本机 DNS 或 /etc/hosts。"},
    {Cause::kTcpRefused, Stage::kTcp, "TCP_REFUSED", "对方主机拒绝连接",
     "对方工程师：该端口没有服务在监听。核对端口，确认服务已启动。"},
    {Cause::kTcpTimeout, Stage::kTcp, "TCP_TIMEOUT", "连接超时，没有任何应答",
     "网络管理员：多为防火墙丢弃。放行网关到对方地址和端口的访问。"},
    {Cause::kTcpUnreachable, Stage::kTcp, "TCP_UNREACHABLE", "没有到对方主机的路由",
     "网络管理员：检查路由、专线或隧道。"},
    {Cause::kTlsNotSpoken, Stage::kTls, "TLS_NOT_SPOKEN", "该端口不是 HTTPS",
     "大厅操作员：核对 endpoint 的端口，或改为 http://（仅限专网）。"},
    {Cause::kTlsUntrusted, Stage::kTls, "TLS_UNTRUSTED",
     "对方证书不是受信任的机构签发，或证书链不全",
     "大厅操作员：向对方索取签发机构证书，写入 tls.ca_file；或请对方发送完整的证书链。"},
    {Cause::kTlsExpired, Stage::kTls, "TLS_EXPIRED", "对方证书已过期",
     "对方工程师：更换服务器证书。网关在此之前不发送。"},
    {Cause::kTlsNotYetValid, Stage::kTls, "TLS_NOT_YET_VALID", "对方证书尚未生效",
     "先核对本机时钟；时钟无误的，由对方工程师更换证书。"},
    {Cause::kTlsOtherName, Stage::kTls, "TLS_OTHER_NAME", "对方证书不是签给这个主机名的",
     "大厅操作员：endpoint 改用证书上的主机名；或请对方换发含该主机名的证书。"},
    {Cause::kTlsOurCertificate, Stage::kTls, "TLS_OUR_CERTIFICATE",
     "对方要求客户端证书，不接受我方的",
     "大厅操作员：核对 tls.certificate_file 是否配置、是否过期；请对方登记我方证书或其签发机构。"},
    {Cause::kTlsFailed, Stage::kTls, "TLS_FAILED", "TLS 握手失败",
     "对方工程师：须支持 TLS 1.2 或 1.3 和通用的加密套件。"},
    {Cause::kUnauthorized, Stage::kCredentials, "UNAUTHORIZED", "对方不认我方的凭据（401）",
     "双方核对：密钥文件是否一致、对方登记的 X-OW-Partner 名称（our_name）、双方时钟。"},
    {Cause::kForbidden, Stage::kCredentials, "FORBIDDEN", "对方拒绝访问（403）",
     "对方工程师：核对签名密钥、时钟、地址白名单和授权。"},
    {Cause::kNoAnswer, Stage::kHttp, "NO_ANSWER", "已连接，但没有完整的应答",
     "对方工程师：服务挂起、过慢或中途断开。查看对方服务日志。"},
    {Cause::kRedirected, Stage::kHttp, "REDIRECTED", "对方要求转到别的地址",
     "大厅操作员：网关不跟随转向。把 endpoint 改为最终地址。"},
    {Cause::kPathUnknown, Stage::kHttp, "PATH_UNKNOWN", "对方没有这个地址（404）",
     "双方核对：endpoint 与 path.<报文类型> 拼成的地址，大小写、斜线都要一致。"},
    {Cause::kContentType, Stage::kHttp, "CONTENT_TYPE", "应答的内容类型不对",
     "双方核对：地址可能指向网页或登录页；JSON 对端须答 application/json，XML 对端须答 XML。"},
    {Cause::kServerError, Stage::kHttp, "SERVER_ERROR", "对方服务出错（5xx）",
     "对方工程师：查看对方服务日志。"},
    {Cause::kWsdlUnreadable, Stage::kWsdl, "WSDL_UNREADABLE", "取到的不是 WSDL 1.1",
     "双方核对：服务描述的地址（设置 wsdl，默认 endpoint 后加 ?wsdl）。"},
    {Cause::kWsdlStyle, Stage::kWsdl, "WSDL_STYLE", "服务的绑定不是 SOAP 1.1 document/literal",
     "对方工程师：提供 SOAP 1.1 document/literal 绑定；rpc/encoded 和只有 SOAP 1.2 "
     "的服务不能对接。"},
    {Cause::kWsdlOperation, Stage::kWsdl, "WSDL_OPERATION", "服务描述中没有所配置的操作",
     "大厅操作员：按服务描述改正 operation；或请对方确认发布的版本。"},
    {Cause::kWsdlNamespace, Stage::kWsdl, "WSDL_NAMESPACE", "操作在别的命名空间里",
     "大厅操作员：按服务描述改正 namespace（一个字符都不能差，包括末尾的斜线）。"},
    {Cause::kWsdlAction, Stage::kWsdl, "WSDL_ACTION", "SOAPAction 与服务描述不一致",
     "大厅操作员：按服务描述改正 soap_action。"},
};

}  // namespace

std::span<const ConnectionRow> connection_rows() {
    return kRows;
}

const ConnectionRow& row_of(ConnectionCause cause) {
    return kRows[static_cast<std::size_t>(cause)];
}

std::string_view label_of(ConnectionStage stage) {
    constexpr std::string_view kLabels[] = {"域名解析", "建立连接",  "TLS 和证书",
                                            "凭据",     "HTTP 应答", "服务描述"};
    return kLabels[static_cast<std::size_t>(stage)];
}

int exit_code_of(ConnectionCause cause) {
    constexpr int kFirst = 10;
    return cause == Cause::kFine ? 0 : kFirst + static_cast<int>(row_of(cause).stage);
}

}  // namespace ow::ports
