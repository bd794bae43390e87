#include "gateway/documents/timestamp_check.hpp"

#include "gateway/documents/object_ids.hpp"
#include "gateway/documents/signer_chain.hpp"
#include "gateway/documents/timestamp.hpp"

namespace ow::documents {
namespace {

Error wrong(std::string cause) {
    return Error{Code::kCryptoFailed, {"timestamp", {}, 0, 0}, std::move(cause)};
}

}  // namespace

Result<CheckedToken> check_token(std::string_view token, std::string_view signature) {
    auto data = read_signed_data(token);
    if (!data) return wrong("时间戳：" + data.error().cause());
    if (data->size != token.size() || data->content_type != kOidTstInfo || !data->content)
        return wrong("时间戳残缺或不合格式");
    const auto info = read_timestamp_info(*data->content);
    if (!info) return wrong("时间戳残缺或不合格式");
    if (Status held = check_signed_data(*data, *data->content); !held)
        return wrong("时间戳：" + held.error().cause());
    const auto imprint = digest_by(info->hash_oid, signature);
    if (!imprint || *imprint != info->imprint) return wrong("时间戳不是盖在本签名上的");
    if (!may_stamp(data->certificates[data->signer])) return wrong("时间戳所用证书不是时间戳证书");
    const bool has_play = !data->is_der || !data->unsigned_attributes.empty() ||
                          data->attributes.count(std::string{kOidSigningCertificateV2}) +
                                  data->attributes.count(std::string{kOidSigningCertificate}) ==
                              0;
    return CheckedToken{info->at, std::move(*data), has_play};
}

}  // namespace ow::documents
