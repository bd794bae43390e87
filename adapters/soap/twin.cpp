#include "adapters/soap/twin.hpp"

#include "adapters/soap/twin_wire.hpp"
#include "gateway/xml/document.hpp"

namespace ow::soap {
namespace {

using ports::HttpRequest;
using ports::HttpResponse;
using Request = std::shared_ptr<const HttpRequest>;

std::string written(const adapters::Decision& decision) {
    std::string when = to_iso(decision.at).substr(0, 19);
    std::erase_if(when, [](char c) { return c == '-' || c == ':'; });
    const auto leaf = [](const std::string& name, const std::string& text) {
        return text.empty() ? "" : "<" + name + ">" + xml::escaped(text) + "</" + name + ">";
    };
    return "<APPROVEDATAINFO><BJ>" + leaf("YWBH", decision.about.case_no) +
           leaf("BJJGDM", decision.granted ? "0" : "7") +
           leaf("JGWH", "样本许〔" + decision.own_no + "〕号") +
           leaf("JGMC", decision.granted ? "准予行政许可决定书" : "不予行政许可决定书") +
           leaf("BJSJ", when) + leaf("BLR", "孙样本") +
           leaf("BJYJ", decision.granted ? "" : "申请材料与现场核查情况不符（演示）") +
           leaf("CZRMC", decision.about.applicant) + leaf("SXBM", decision.about.item_code) +
           leaf("ZZMC", decision.granted ? "行政许可证（样本）" : "") +
           leaf("ZZBH", decision.granted ? "XK" + decision.own_no : "") +
           leaf("YXQZ", decision.granted ? "长期" : "") + "</BJ></APPROVEDATAINFO>";
}

class Wire final : public adapters::DepartmentWire {
  public:
    explicit Wire(const adapters::DepartmentSettings& settings)
        : url_(settings.gateway_url + "/partners/" + settings.name + "/soap") {}

    [[nodiscard]] adapters::CallSeen read(const HttpRequest& request) const override {
        return twin::read_call(request);
    }
    [[nodiscard]] HttpResponse say(int status, const std::string& code,
                                   const std::string& foreign_no) const override {
        if (status == 200) return twin::taken(foreign_no);
        if (status == 401 || status == 415) return {status, {}, {}};
        return twin::fault(status >= 500 ? "Server" : "Client", code, foreign_no);
    }
    [[nodiscard]] ports::HttpCall decide(const adapters::Decision& decision) const override {
        return twin::call_of(
            {url_, "decide", decision.own_no + "-" + decision.about.case_no, written(decision)});
    }
    [[nodiscard]] bool settles(const ports::HttpReply& reply) const override {
        return reply.status == 200 || reply.body.find(":Client<") != std::string::npos;
    }

  private:
    const std::string url_;
};

}  // namespace

Twin::Twin(const adapters::DepartmentSettings& settings, TwinOffer offer, ports::HttpClient& http,
           const Clock& clock, Log& log)
    : offer_(std::move(offer)),
      department_(settings, std::make_unique<Wire>(settings), http, clock, log) {}

std::vector<ports::Route> Twin::routes(const std::string& prefix) {
    using ports::Respond;
    const std::string here = prefix.empty() ? "/" : prefix;
    std::vector<ports::Route> routes{
        {"POST", here, ports::Trust::kPublic, 0,
         [this](const Request& request, const Respond& respond) {
             department_.take(*request, respond);
         }},
        {"GET", here, ports::Trust::kPublic, 0,
         [this](const Request& request, const Respond& respond) { respond(describe(*request)); }}};
    for (ports::Route& each : department_.control(prefix)) routes.push_back(std::move(each));
    return routes;
}

HttpResponse Twin::describe(const HttpRequest& request) const {
    if (!department_.knows(request)) return {401, {}, {}};
    return twin::description(offer_.name_space, offer_.actions);
}

}  // namespace ow::soap
