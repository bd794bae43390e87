#include "gateway/base/error.hpp"

namespace ow {
namespace {

using enum Code;

constexpr std::string_view kAskLater = "系统繁忙，请稍后再试。";
constexpr std::string_view kAskDesk = "申请未能受理，请联系政务服务大厅。";

constexpr ErrorRow kRows[] = {
    {kAuthCertificateUnknown, "AUTH_CERTIFICATE_UNKNOWN", 401, Retry::kNever, kAskDesk,
     "对方工程师：所用客户端证书未登记。请把证书指纹交大厅操作员登记到 config/partners。"},
    {kAuthCredentialsMissing, "AUTH_CREDENTIALS_MISSING", 401, Retry::kNever, "请先登录。",
     "对方工程师：请求缺少客户端证书或签名头。按接入手册补齐。"},
    {kAuthCsrfToken, "AUTH_CSRF_TOKEN", 403, Retry::kNever, "页面已失效，请刷新后重试。",
     "本人：刷新页面后再操作；反复出现请退出后重新登录。"},
    {kAuthForbidden, "AUTH_FORBIDDEN", 403, Retry::kNever, "无权进行此操作。",
     "大厅管理员：该账号的角色不含此操作，需要时调整角色。对方工程师：来源地址须是已登记的，路径须"
     "是"
     "贵方自己的。"},
    {kAuthLockedOut, "AUTH_LOCKED_OUT", 403, Retry::kNever, "登录失败次数过多，账号暂时锁定。",
     "大厅管理员：等待锁定期满，或核实本人后解锁。"},
    {kAuthPasswordWrong, "AUTH_PASSWORD_WRONG", 401, Retry::kNever, "用户名或密码不正确。",
     "本人核对用户名和密码；连续失败将暂时锁定，忘记密码请联系大厅管理员。"},
    {kAuthReplay, "AUTH_REPLAY", 403, Retry::kNever, kAskDesk,
     "对方工程师：同一签名已用过。每次请求须用新的随机串重新签名。"},
    {kAuthSessionExpired, "AUTH_SESSION_EXPIRED", 401, Retry::kNever, "登录已超时，请重新登录。",
     "本人重新登录即可。"},
    {kAuthSignatureInvalid, "AUTH_SIGNATURE_INVALID", 403, Retry::kNever, kAskDesk,
     "对方工程师：签名不符。核对密钥、参与签名的内容和编码。"},
    {kAuthTimeOutsideWindow, "AUTH_TIME_OUTSIDE_WINDOW", 403, Retry::kNever, kAskDesk,
     "对方工程师：时间戳与网关相差过大。请校准时钟。"},
    {kBlobMissing, "BLOB_MISSING", 500, Retry::kNever, kAskDesk,
     "大厅操作员：库中缺少文件。运行 onewindow verify，并从备份恢复。"},
    {kCalendarUnknown, "CALENDAR_UNKNOWN", 422, Retry::kNever, "办理期限待节假日安排公布后确定。",
     "大厅操作员：该年度放假安排尚未导入。公布后导入 config/calendar，期限自动重算。"},
    {kCaseNotFound, "CASE_NOT_FOUND", 404, Retry::kNever, "没有找到该办件。",
     "核对办件编号（含末位校验符），或用对方编号查询。"},
    {kCharacterNotInCharset, "CHARACTER_NOT_IN_CHARSET", 422, Retry::kNever, kAskDesk,
     "大厅操作员：对方的字符集没有这个字。请对方改用 GB 18030 或 UTF-8，再改映射的 charset "
     "并重发。"},
    {kCharsetInvalid, "CHARSET_INVALID", 400, Retry::kNever, "提交的内容编码有误。",
     "对方工程师：内容不是所声明的字符集。按出错位置检查编码。"},
    {kCommandNotAllowed, "COMMAND_NOT_ALLOWED", 409, Retry::kNever, "当前状态不能进行此操作。",
     "经办人：按提示的当前状态和可行操作办理。"},
    {kConfigInvalid, "CONFIG_INVALID", 500, Retry::kNever, kAskDesk,
     "大厅操作员：配置有误。按文件、行、键改正后运行 onewindow check。"},
    {kCryptoFailed, "CRYPTO_FAILED", 500, Retry::kNever, kAskDesk,
     "大厅操作员：加解密失败。核对主密钥是否为本库所用。"},
    {kDocumentAlreadySigned, "DOCUMENT_ALREADY_SIGNED", 409, Retry::kNever, "文书已签章。",
     "经办人：文书只签一次，请使用已存的文件重印。"},
    {kDocumentGlyphMissing, "DOCUMENT_GLYPH_MISSING", 422, Retry::kNever,
     "文书中有暂不能打印的字，工作人员会处理。",
     "大厅操作员：所列字体都没有该字。在 templates/fonts.yaml 增加字体后重新生成；办件照常进行。"},
    {kDocumentLayoutOverflow, "DOCUMENT_LAYOUT_OVERFLOW", 422, Retry::kNever, kAskDesk,
     "大厅操作员：内容放不下版面。按提示的区块调整模板。"},
    {kDocumentSealRefused, "DOCUMENT_SEAL_REFUSED", 422, Retry::kNever, kAskDesk,
     "大厅操作员：印章未登记，或不得用于该文书。核对 config/seals 后重新生成；办件照常进行。"},
    {kDocumentTemplateInvalid, "DOCUMENT_TEMPLATE_INVALID", 500, Retry::kNever, kAskDesk,
     "大厅操作员：模板有误。按文件和行改正。"},
    {kFieldFormat, "FIELD_FORMAT", 422, Retry::kNever, "填写的内容格式不对。",
     "对方工程师或经办人：按提示的字段和格式改正后重新提交。"},
    {kFieldMissing, "FIELD_MISSING", 422, Retry::kNever, "缺少必填内容。",
     "对方工程师或经办人：补齐所列字段后重新提交。"},
    {kFieldTooLong, "FIELD_TOO_LONG", 422, Retry::kNever, "填写的内容过长。",
     "对方工程师：超出字段长度。网关不截断，请核对。"},
    {kFileUnreadable, "FILE_UNREADABLE", 500, Retry::kNever, kAskDesk,
     "大厅操作员：文件不存在或无权读取。核对路径和权限。"},
    {kFontUnreadable, "FONT_UNREADABLE", 500, Retry::kNever, kAskDesk,
     "大厅操作员：字体文件不存在或已损坏。核对 templates/fonts.yaml。"},
    {kIdempotencyKeyReused, "IDEMPOTENCY_KEY_REUSED", 409, Retry::kNever, kAskDesk,
     "对方工程师：同一业务流水号提交了不同内容。更正请用新的流水号。"},
    {kInternal, "INTERNAL", 500, Retry::kTransport, kAskLater,
     "大厅操作员：网关内部错误。凭日志中的跟踪号联系维护方。"},
    {kItemNotPublished, "ITEM_NOT_PUBLISHED", 422, Retry::kNever,
     "该事项未在本大厅公布，不能受理。",
     "大厅操作员：核对事项编码；确需受理的，先由部门报备并发布事项。"},
    {kJsonInvalid, "JSON_INVALID", 400, Retry::kNever, "提交的内容有误。",
     "对方工程师：JSON 不合语法。按出错位置改正。"},
    {kKeyDestroyed, "KEY_DESTROYED", 410, Retry::kNever, "该办件的个人信息已依法销毁。",
     "无需处理：该办件密钥已销毁，内容不可恢复。"},
    {kLeaseLost, "LEASE_LOST", 409, Retry::kNever, kAskLater,
     "无需处理：该行已由另一处接手，本次结果不计。"},
    {kMappingCodeUnknown, "MAPPING_CODE_UNKNOWN", 200, Retry::kNever, "申请已收到，正在核对。",
     "大厅操作员：对方用了码表中没有的代码，报文已隔离。把代码补进码表后自动继续。"},
    {kMappingNotFound, "MAPPING_NOT_FOUND", 500, Retry::kNever, kAskDesk,
     "大厅操作员：该对方没有这种报文的映射。补充 mappings 目录。"},
    {kMaterialNotListed, "MATERIAL_NOT_LISTED", 422, Retry::kNever, "提交了清单以外的材料。",
     "对方工程师：该材料不在事项公布的清单上，不得收取。"},
    {kMediaTypeUnsupported, "MEDIA_TYPE_UNSUPPORTED", 415, Retry::kNever, "提交的内容类型不支持。",
     "对方工程师：Content-Type 与接口不符。"},
    {kMessageKindUnknown, "MESSAGE_KIND_UNKNOWN", 400, Retry::kNever, kAskDesk,
     "对方工程师：没有这种报文。核对接口地址和报文类型。"},
    {kOverloaded, "OVERLOADED", 503, Retry::kBusy, kAskLater,
     "对方系统：按 Retry-After 秒数后重发，内容不会丢失。"},
    {kPartnerBusy, "PARTNER_BUSY", 503, Retry::kBusy, kAskLater,
     "无需处理：对方繁忙，网关会自动重试。"},
    {kPartnerConfiguration, "PARTNER_CONFIGURATION", 500, Retry::kNever, kAskDesk,
     "大厅操作员：对方的接入配置有误。按提示修改 config/partners。"},
    {kPartnerCredentials, "PARTNER_CREDENTIALS", 502, Retry::kCredentials, kAskLater,
     "大厅操作员：对方拒绝了网关的凭据，已暂停发送。更新证书或密钥后，在“待发报文”中重发任一条即恢"
     "复。"},
    {kPartnerInDoubt, "PARTNER_IN_DOUBT", 500, Retry::kNever, kAskDesk,
     "数据从备份恢复，本条在恢复前可能已送达。大厅操作员：向对方核实，收到了选“已送达”并填对方编号"
     "，"
     "没收到选“重发”。"},
    {kPartnerRefused, "PARTNER_REFUSED", 502, Retry::kNever, kAskDesk,
     "大厅操作员：对方拒收该报文，已停放。与对方核对原因后重发或作废。"},
    {kPartnerTimeout, "PARTNER_TIMEOUT", 504, Retry::kTransport, kAskLater,
     "对方未在时限内应答；能去重的自动重发，不能去重的列入“结果未知”由人核对。"},
    {kPartnerUnreachable, "PARTNER_UNREACHABLE", 502, Retry::kTransport, kAskLater,
     "对方连不上，网关会自动重试；持续不通请联系对方运维。"},
    {kPrinterJobFailed, "PRINTER_JOB_FAILED", 502, Retry::kNever, kAskDesk,
     "经办人：打印机中止了这份文书，没有出纸。看打印机提示，处理后点“继续”，或改用其他打印机。"},
    {kPrinterNoPaper, "PRINTER_NO_PAPER", 503, Retry::kBusy, kAskLater,
     "经办人：打印机缺纸。加纸后自动续打，也可改用其他打印机。"},
    {kPrinterStopped, "PRINTER_STOPPED", 503, Retry::kBusy, kAskLater,
     "经办人：打印机已停止（暂停、卡纸、开盖、缺粉或离线）。处理后自动续打，也可改用其他打印机。"},
    {kRateLimited, "RATE_LIMITED", 429, Retry::kBusy, "操作过于频繁，请稍后再试。",
     "按 Retry-After 秒数后再试；同一地址、同一对方的次数有限制。"},
    {kRequestInvalid, "REQUEST_INVALID", 400, Retry::kNever, "提交的内容有误。",
     "对方工程师：请求不合接口约定。按提示改正。"},
    {kRequestTooLarge, "REQUEST_TOO_LARGE", 413, Retry::kNever, "提交的文件过大。",
     "对方工程师：超出大小上限。压缩或分次提交材料。"},
    {kResultMismatch, "RESULT_MISMATCH", 409, Retry::kNever, "办理结果正在核对。",
     "出证人员：结果信息与受理信息不一致，不予接收，退回部门更正。"},
    {kRouteNotFound, "ROUTE_NOT_FOUND", 404, Retry::kNever, "没有这个页面。",
     "对方工程师：核对接口地址和请求方法。"},
    {kSealUnusable, "SEAL_UNUSABLE", 500, Retry::kNever, kAskDesk,
     "大厅操作员：印章证书已过期、尚未生效，或签名设备不可用，文书未签章。更换证书或修复设备后，在“"
     "待发报文”中重发。"},
    {kStoreConflict, "STORE_CONFLICT", 409, Retry::kBusy, "办件刚被他人更新，请刷新后重试。",
     "经办人：刷新查看他人所做的修改后再操作。"},
    {kStoreDamaged, "STORE_DAMAGED", 500, Retry::kNever, kAskDesk,
     "大厅操作员：库中数据校验不符。停止写入，运行 onewindow verify，并从备份恢复。"},
    {kStoreUnavailable, "STORE_UNAVAILABLE", 503, Retry::kTransport, kAskLater,
     "大厅操作员：数据库不可写。检查磁盘空间和权限；未应答的报文对方会重发。"},
    {kTimestampUnavailable, "TIMESTAMP_UNAVAILABLE", 503, Retry::kTransport, kAskLater,
     "时间戳服务没有给出可用的时间戳，文书等待签章，网关会自动重试；持续不通请联系时间戳服务方。"},
    {kXmlDoctypeRefused, "XML_DOCTYPE_REFUSED", 400, Retry::kNever, "提交的内容有误。",
     "对方工程师：报文不得含 DOCTYPE 或实体声明。"},
    {kXmlInvalid, "XML_INVALID", 400, Retry::kNever, "提交的内容有误。",
     "对方工程师：XML 不合语法。按出错位置改正。"},
    {kYamlInvalid, "YAML_INVALID", 500, Retry::kNever, kAskDesk,
     "大厅操作员：YAML 文件不合语法。按文件和行改正。"},
};

}  // namespace

const ErrorRow& row_of(Code code) {
    return kRows[static_cast<std::size_t>(code)];
}

std::span<const ErrorRow> error_catalogue() {
    return kRows;
}

}  // namespace ow
