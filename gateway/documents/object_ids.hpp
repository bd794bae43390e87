#pragma once
// Object identifiers of signatures and timestamps, already encoded. The dotted form is beside each.

#include <string_view>

namespace ow::documents {

inline constexpr std::string_view kOidData{"\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01",
                                           9};  // 1.2.840.113549.1.7.1
inline constexpr std::string_view kOidSignedData{"\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02",
                                                 9};  // 1.2.840.113549.1.7.2
inline constexpr std::string_view kOidContentType{"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x03",
                                                  9};  // 1.2.840.113549.1.9.3
inline constexpr std::string_view kOidMessageDigest{"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x04",
                                                    9};  // 1.2.840.113549.1.9.4
inline constexpr std::string_view kOidSigningTime{"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x05",
                                                  9};  // 1.2.840.113549.1.9.5
inline constexpr std::string_view kOidSigningCertificate{
    "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x0C", 11};  // 1.2.840.113549.1.9.16.2.12
inline constexpr std::string_view kOidSigningCertificateV2{
    "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x2F", 11};  // 1.2.840.113549.1.9.16.2.47
inline constexpr std::string_view kOidTimestampToken{"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x02\x0E",
                                                     11};  // 1.2.840.113549.1.9.16.2.14
inline constexpr std::string_view kOidTstInfo{"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x04",
                                              11};                      // 1.2.840.113549.1.9.16.1.4
inline constexpr std::string_view kOidSha1{"\x2B\x0E\x03\x02\x1A", 5};  // 1.3.14.3.2.26
inline constexpr std::string_view kOidSha256{"\x60\x86\x48\x01\x65\x03\x04\x02\x01",
                                             9};  // 2.16.840.1.101.3.4.2.1
inline constexpr std::string_view kOidSha384{"\x60\x86\x48\x01\x65\x03\x04\x02\x02",
                                             9};  // 2.16.840.1.101.3.4.2.2
inline constexpr std::string_view kOidSha512{"\x60\x86\x48\x01\x65\x03\x04\x02\x03",
                                             9};  // 2.16.840.1.101.3.4.2.3
inline constexpr std::string_view kOidSm3{"\x2A\x81\x1C\xCF\x55\x01\x83\x11",
                                          8};  // 1.2.156.10197.1.401
inline constexpr std::string_view kOidEcdsaSha256{"\x2A\x86\x48\xCE\x3D\x04\x03\x02",
                                                  8};  // 1.2.840.10045.4.3.2
inline constexpr std::string_view kOidEcdsaSha384{"\x2A\x86\x48\xCE\x3D\x04\x03\x03",
                                                  8};  // 1.2.840.10045.4.3.3
inline constexpr std::string_view kOidEcdsaSha512{"\x2A\x86\x48\xCE\x3D\x04\x03\x04",
                                                  8};  // 1.2.840.10045.4.3.4
inline constexpr std::string_view kOidRsa{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x01",
                                          9};  // 1.2.840.113549.1.1.1
inline constexpr std::string_view kOidRsaSha1{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x05",
                                              9};  // 1.2.840.113549.1.1.5
inline constexpr std::string_view kOidRsaSha256{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0B",
                                                9};  // 1.2.840.113549.1.1.11
inline constexpr std::string_view kOidRsaSha384{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0C",
                                                9};  // 1.2.840.113549.1.1.12
inline constexpr std::string_view kOidRsaSha512{"\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0D",
                                                9};  // 1.2.840.113549.1.1.13
inline constexpr std::string_view kOidSm2Sm3{"\x2A\x81\x1C\xCF\x55\x01\x83\x75",
                                             8};  // 1.2.156.10197.1.501

}  // namespace ow::documents
