#include "gateway/http/probe.hpp"

#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>

namespace ow::http {
namespace {

using ports::ConnectionCause;
using ports::ConnectionFinding;
using std::chrono::steady_clock;
using TlsContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using TlsState = std::unique_ptr<SSL, decltype(&SSL_free)>;

Poco::Timespan left_until(Watchdog::Time deadline) {
    const auto left =
        std::chrono::duration_cast<std::chrono::microseconds>(deadline - steady_clock::now());
    return Poco::Timespan{std::max<Poco::Timespan::TimeDiff>(left.count(), 1000)};
}

Error unusable(const std::string& file) {
    return Error{Code::kPartnerConfiguration, At{.field = "tls", .where = file},
                 "this file cannot be used"};
}

Result<TlsContext> context_of(const TlsIdentity& identity) {
    TlsContext made{SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
    SSL_CTX* context = made.get();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    const bool trusts = identity.ca.empty() ? SSL_CTX_set_default_verify_paths(context) == 1
                                            : SSL_CTX_load_verify_locations(
                                                  context, identity.ca.c_str(), nullptr) == 1;
    if (!trusts) return unusable(identity.ca);
    if (identity.certificate_chain.empty()) return made;
    if (SSL_CTX_use_certificate_chain_file(context, identity.certificate_chain.c_str()) != 1)
        return unusable(identity.certificate_chain);
    if (SSL_CTX_use_PrivateKey_file(context, identity.private_key.c_str(), SSL_FILETYPE_PEM) != 1)
        return unusable(identity.private_key);
    return made;
}

std::string text_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return {};
    std::array<char, 11> text{};
    if (std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts) == 0) return {};
    return text.data();
}

std::string common_name(X509* certificate) {
    std::array<char, 256> name{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(),
                              static_cast<int>(name.size()));
    return name.data();
}

/// The DNS names a certificate was issued for.
std::string names_in(X509* certificate) {
    const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names{
        static_cast<GENERAL_NAMES*>(
            X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        &GENERAL_NAMES_free};
    std::string out;
    for (int n = 0; names && n < sk_GENERAL_NAME_num(names.get()); ++n) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), n);
        if (name->type != GEN_DNS) continue;
        const ASN1_IA5STRING* dns = name->d.dNSName;
        out += out.empty() ? "" : ", ";
        out.append(std::string{ASN1_STRING_get0_data(dns),
                               ASN1_STRING_get0_data(dns) + ASN1_STRING_length(dns)});
    }
    return out.empty() ? common_name(certificate) : out;
}

/// What is wrong with the server's certificate; kFine if nothing is.
ConnectionFinding judge(SSL* tls) {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate{SSL_get1_peer_certificate(tls),
                                                                  &X509_free};
    if (!certificate) return {};
    X509* read = certificate.get();
    const long verdict = SSL_get_verify_result(tls);
    const std::string last_day =
        "证书：" + common_name(read) + "，有效期至 " + text_of(X509_get0_notAfter(read));
    switch (verdict) {
        case X509_V_OK:
            return {ConnectionCause::kFine, last_day};
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return {ConnectionCause::kTlsExpired, last_day};
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return {ConnectionCause::kTlsNotYetValid,
                    "自 " + text_of(X509_get0_notBefore(read)) + " 起有效"};
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return {ConnectionCause::kTlsOtherName, "证书上的名称：" + names_in(read)};
        default:
            return {ConnectionCause::kTlsUntrusted,
                    last_day + "；OpenSSL：" + X509_verify_cert_error_string(verdict)};
    }
}

/// Why a handshake ended, from OpenSSL's queue.
ConnectionFinding why_not(bool asked_for_ours) {
    const unsigned long code = ERR_peek_error();
    std::array<char, 256> text{};
    ERR_error_string_n(code, text.data(), text.size());
    const std::string said = code == 0 ? "对方断开" : text.data();
    const int reason = ERR_GET_REASON(code);
    const bool not_tls = reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST ||
                         reason == SSL_R_PACKET_LENGTH_TOO_LONG;
    if (not_tls) return {ConnectionCause::kTlsNotSpoken, said};
    if (asked_for_ours || about_certificates(said))
        return {ConnectionCause::kTlsOurCertificate, said};
    return {ConnectionCause::kTlsFailed, said};
}

int note_that_it_asked(SSL*, void* asked) {
    *static_cast<bool*>(asked) = true;
    return 1;
}

Result<ConnectionFinding> shake_hands(const Endpoint& endpoint, const TlsIdentity& identity,
                                      Poco::Net::StreamSocket& socket) {
    auto context = context_of(identity);
    if (!context) return context.error();
    bool asked = false;
    SSL_CTX_set_cert_cb(context->get(), &note_that_it_asked, &asked);
    const TlsState tls{SSL_new(context->get()), &SSL_free};
    std::array<unsigned char, sizeof(in6_addr)> literal{};
    const bool is_address = inet_pton(AF_INET, endpoint.host.c_str(), literal.data()) == 1 ||
                            inet_pton(AF_INET6, endpoint.host.c_str(), literal.data()) == 1;
    X509_VERIFY_PARAM* wanted = SSL_get0_param(tls.get());
    if (is_address) {
        X509_VERIFY_PARAM_set1_ip_asc(wanted, endpoint.host.c_str());
    } else {
        X509_VERIFY_PARAM_set1_host(wanted, endpoint.host.c_str(), endpoint.host.size());
        SSL_ctrl(tls.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 std::string{endpoint.host}.data());
    }
    SSL_set_fd(tls.get(), socket.impl()->sockfd());
    ERR_clear_error();
    const bool shaken = SSL_connect(tls.get()) == 1;
    ConnectionFinding found = judge(tls.get());
    if (!shaken && found.cause == ConnectionCause::kFine) found = why_not(asked);
    return found;
}

ConnectionFinding connect(const std::vector<Poco::Net::SocketAddress>& addresses,
                          Watchdog::Time deadline, Poco::Net::StreamSocket& socket) {
    ConnectionFinding last;
    for (const Poco::Net::SocketAddress& address : addresses) {
        const std::string where = address.toString();
        try {
            socket = Poco::Net::StreamSocket{};
            socket.connect(address, left_until(deadline));
            return {ConnectionCause::kFine, where};
        } catch (const Poco::Net::ConnectionRefusedException&) {
            last = {ConnectionCause::kTcpRefused, where};
        } catch (const Poco::TimeoutException&) {
            last = {ConnectionCause::kTcpTimeout, where};
        } catch (const Poco::Exception&) {
            last = {ConnectionCause::kTcpUnreachable, where};
        }
    }
    return last;
}

}  // namespace

Result<ConnectionFinding> probe(const std::string& url, const TlsIdentity& identity,
                                Millis at_most) {
    const auto endpoint = parse_url(url);
    if (!endpoint) return endpoint.error();
    const Watchdog::Time deadline = steady_clock::now() + at_most;
    Resolver resolver;
    const auto addresses = resolver.resolve(endpoint->host, endpoint->port, deadline);
    if (!addresses) return ConnectionFinding{ConnectionCause::kNameUnknown, endpoint->host};
    Poco::Net::StreamSocket socket;
    ConnectionFinding found = connect(*addresses, deadline, socket);
    if (found.cause != ConnectionCause::kFine || !endpoint->tls) return found;
    Watchdog dog;
    const Watchdog::Guard guard{dog, socket.impl()->sockfd(), deadline};
    auto shaken = shake_hands(*endpoint, identity, socket);
    if (shaken && guard.fired())
        return ConnectionFinding{ConnectionCause::kTcpTimeout, found.detail};
    if (shaken) shaken->detail = found.detail + "；" + shaken->detail;
    return shaken;
}

}  // namespace ow::http
