#include "gateway/documents/signature_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/crypto/certificate.hpp"
#include "gateway/documents/object_ids.hpp"
#include "gateway/documents/signature_field.hpp"
#include "gateway/documents/signature_revision.hpp"
#include "gateway/documents/timestamp_check.hpp"

namespace ow::documents {
namespace {

constexpr std::chrono::minutes kClocksApart{5};
constexpr std::string_view kFilters[] = {"ETSI.CAdES.detached", "adbe.pkcs7.detached"};

class OneSignature {
  public:
    OneSignature(std::string_view pdf, const SignatureField& field, const TrustedRoots& roots,
                 Instant now)
        : pdf_(pdf), field_(field), roots_(roots), now_(now) {}

    SignatureReport check() {
        out_.unit = field_.name;
        out_.reason = field_.reason;
        out_.covered = field_.covered;
        out_.whole_file = field_.covered == pdf_.size();
        out_.claimed_at = field_.claimed_at;
        check_value();
        return std::move(out_);
    }

  private:
    void fault(std::string text) { out_.faults.push_back(std::move(text)); }
    void reserve(std::string text) { out_.reservations.push_back(std::move(text)); }

    void check_value() {
        if (!field_.fault.empty()) return fault(field_.fault);
        if (std::find(std::begin(kFilters), std::end(kFilters), field_.filter) ==
            std::end(kFilters))
            return fault(fmt::format("不支持的签名格式：{}", field_.filter));
        const auto data = read_signed_data(field_.contents);
        if (!data) return fault(data.error().cause());
        const std::string& own = data->certificates[data->signer];
        out_.signer = common_name(own);
        if (data->content || data->content_type != kOidData)
            return fault("签名值自带内容，不是对文件的签名");
        const std::string_view rest = std::string_view{field_.contents}.substr(data->size);
        if (rest.find_first_not_of('\0') != std::string_view::npos)
            return fault("签名值之后的填充被改动");
        if (Status held = check_signed_data(*data, field_.signed_bytes(pdf_)); !held)
            return fault(held.error().cause());
        out_.unchanged = true;
        check_play(*data);
        check_timestamp(*data);
        check_claimed_time();
        check_certificate(own);
        check_trust(*data, own);
    }

    /// Bytes that could be others without the signature noticing.
    void check_play(const SignedData& data) {
        if (!field_.one_case) reserve("签名值的书写不一致，疑被改动");
        if (!data.is_der) reserve("签名值不是规范编码（DER）");
        if (!is_one_chain(data, roots_.certificates())) reserve("签名所带的证书不是一条完整的链");
        const bool stamped = data.unsigned_attributes.count(std::string{kOidTimestampToken}) > 0;
        if (data.unsigned_attributes.size() > (stamped ? 1U : 0U))
            reserve("签名里有本程序不认识的附加内容");
    }

    void check_timestamp(const SignedData& data) {
        const auto token = data.unsigned_attributes.find(std::string{kOidTimestampToken});
        if (token == data.unsigned_attributes.end()) return;
        const auto checked = check_token(token->second, data.signature);
        if (!checked) return fault(checked.error().cause());
        const SignedData& stamp = checked->data;
        if (checked->has_play || !is_one_chain(stamp, roots_.certificates()))
            reserve("时间戳的编码或所带证书不规范");
        out_.stamped_at = checked->at;
        out_.stamped_by = common_name(stamp.certificates[stamp.signer]);
        if (roots_.empty()) return;
        if (!roots_.vouch_for(stamp.certificates, stamp.signer, checked->at))
            reserve("时间戳服务不在信任名单内，时间不作准");
    }

    void check_claimed_time() {
        if (!out_.claimed_at) return;
        if (*out_.claimed_at > now_ + kClocksApart)
            reserve("签名方自报的签署时间还没有到");
        else if (out_.stamped_at && *out_.claimed_at > *out_.stamped_at + kClocksApart)
            reserve("签名方自报的签署时间晚于时间戳");
    }

    [[nodiscard]] Instant signed_at() const {
        return out_.stamped_at.value_or(out_.claimed_at.value_or(now_));
    }

    void check_certificate(const std::string& own) {
        const auto dates = crypto::read_certificate(own);
        if (!dates) return fault("签名人的证书残缺");
        if (!may_seal(own))
            return fault("签名人的证书不是签署文书用的（网站、客户端、时间戳等），不能当作印章");
        const Instant at = signed_at();
        out_.certificate_was_valid = at >= dates->from && at <= dates->until;
        if (!out_.certificate_was_valid)
            return fault(fmt::format("签署时证书不在有效期内（{}至{}）",
                                     to_chinese(day_of(dates->from)),
                                     to_chinese(day_of(dates->until))));
        if (now_ > dates->until && !out_.stamped_at)
            reserve("证书现已过期，又没有时间戳，不能证明签于有效期内");
    }

    void check_trust(const SignedData& data, const std::string& own) {
        out_.trusted = roots_.vouch_for(data.certificates, data.signer, signed_at());
        if (out_.trusted) return check_unit(own);
        reserve(roots_.empty() ? "没有给出信任的发证机构，签名人是谁未经核对"
                               : "签名人的证书不是信任的发证机构所发，签名人是谁不能认定");
    }

    /// An issuer vouches for the name in the certificate, not for what the signer calls himself; of
    /// a certificate that is itself trusted it is known whom it signs for.
    void check_unit(const std::string& own) {
        const bool named = out_.unit.empty() || out_.signer == out_.unit ||
                           (out_.signer == out_.reason && out_.reason.starts_with(out_.unit)) ||
                           out_.signer == out_.unit + out_.reason;
        if (!named && !roots_.lists(own))
            reserve(fmt::format("证书发给“{}”，不能证明单位是“{}”", out_.signer, out_.unit));
    }

    std::string_view pdf_;
    const SignatureField& field_;
    const TrustedRoots& roots_;
    Instant now_;
    SignatureReport out_;
};

}  // namespace

Verdict PdfReport::verdict() const {
    const auto broken = [](const SignatureReport& one) { return !one.faults.empty(); };
    const auto doubtful = [](const SignatureReport& one) { return !one.reservations.empty(); };
    if (!faults.empty() || signatures.empty() ||
        std::any_of(signatures.begin(), signatures.end(), broken))
        return Verdict::kBroken;
    return std::any_of(signatures.begin(), signatures.end(), doubtful) ? Verdict::kUnvouched
                                                                       : Verdict::kHolds;
}

PdfReport check_pdf(std::string_view pdf, const TrustedRoots& roots, Instant now) {
    PdfReport out;
    if (!pdf.starts_with("%PDF-")) out.faults.emplace_back("不是 PDF 文件");
    const auto fields = signature_fields(pdf);
    if (fields.empty()) out.faults.emplace_back("文件没有电子签名");
    if (fields.size() == kMostSignatures) out.faults.emplace_back("签名过多，未全部核对");
    for (const SignatureField& field : fields)
        out.signatures.push_back(OneSignature{pdf, field, roots, now}.check());
    if (fields.empty()) return out;
    const std::size_t covered = fields.back().covered;
    if (fields.back().fault.empty() && covered < pdf.size())
        out.faults.push_back(
            fmt::format("签名之后文件又追加了 {} 字节，不在任何签名之内", pdf.size() - covered));
    for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
        if (!fields[i].fault.empty() || !fields[i + 1].fault.empty()) continue;
        if (!only_signs(pdf, fields[i].covered, fields[i + 1]))
            out.signatures[i].reservations.emplace_back(
                "本签名之后的追加不止于签章，文书所见可能与本签名时不同");
    }
    return out;
}

}  // namespace ow::documents
