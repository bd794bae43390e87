#include "gateway/http/tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>

#include "gateway/crypto/digest.hpp"

namespace ow::http {
namespace {

namespace ssl = boost::asio::ssl;
constexpr const char* kTls12Ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

Error unreadable(const std::string& file, const boost::system::error_code& error) {
    return Error{Code::kFileUnreadable, At{.field = "tls", .where = file}, error.message()};
}

}  // namespace

Result<std::unique_ptr<ssl::context>> make_tls(const TlsFiles& files) {
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    SSL_CTX* raw = context->native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(raw, kTls12Ciphers);
    SSL_CTX_set_options(raw, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    boost::system::error_code error;
    context->use_certificate_chain_file(files.certificate_chain, error);
    if (error) return unreadable(files.certificate_chain, error);
    // A service has nobody to ask: without this OpenSSL would prompt on the terminal.
    const auto asked = std::make_shared<bool>(false);
    context->set_password_callback([asked](std::size_t, ssl::context::password_purpose) {
        *asked = true;
        return std::string{};
    });
    context->use_private_key_file(files.private_key, ssl::context::pem, error);
    if (error && *asked)
        return Error{Code::kConfigInvalid, At{.field = "tls", .where = files.private_key},
                     "the private key is encrypted; keep it without a passphrase"};
    if (error) return unreadable(files.private_key, error);
    if (SSL_CTX_check_private_key(raw) != 1)
        return Error{Code::kConfigInvalid, At{.field = "tls", .where = files.private_key},
                     "the key does not belong to the certificate"};
    if (files.client_ca.empty()) return context;
    context->load_verify_file(files.client_ca, error);
    if (error) return unreadable(files.client_ca, error);
    context->set_verify_mode(ssl::verify_peer, error);
    SSL_CTX_set_client_CA_list(raw, SSL_load_client_CA_file(files.client_ca.c_str()));
    constexpr std::array<unsigned char, 9> kSessionId{'o', 'n', 'e', 'w', 'i', 'n', 'd', 'o', 'w'};
    SSL_CTX_set_session_id_context(raw, kSessionId.data(), kSessionId.size());
    return context;
}

std::string peer_fingerprint(SSL* ssl) {
    X509* certificate = SSL_get0_peer_certificate(ssl);
    if (!certificate) return {};
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    if (X509_digest(certificate, EVP_sha256(), bytes.data(), &size) != 1) return {};
    return crypto::to_hex(std::string{bytes.begin(), bytes.begin() + size});
}

}  // namespace ow::http
