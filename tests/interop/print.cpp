// interop_print URI FILE [KEY=VALUE]…: prints a file as the gateway does, and says what it is told
// about it. Exit code 0: the printer says that it is on paper.

#include <fstream>
#include <iostream>
#include <iterator>

#include <boost/json/serialize.hpp>

#include "adapters/ipp_print/adapter.hpp"

namespace {

class Nothing final : public ow::ports::Inbound, public ow::ports::HttpClient, public ow::Log {
    void receive(ow::ports::InboundMessage, std::function<void(ow::ports::Answer)>) override {}
    ow::Result<ow::ports::HttpReply> call(const ow::ports::HttpCall&) override {
        return ow::Error{ow::Code::kInternal};
    }
    void write(ow::LogEvent, std::initializer_list<ow::LogField>) override {}
};

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> words{arguments, arguments + count};
    if (words.size() < 3) return 2;
    const ow::Millis deadline{60'000};
    ow::ports::PartnerSettings partner{ow::PartnerId{"p"}, "p", words[1], deadline, {}, {}, {}};
    for (std::size_t n = 3; n < words.size(); ++n) {
        const std::size_t equals = words[n].find('=');
        partner.settings[words[n].substr(0, equals)] = words[n].substr(equals + 1);
    }
    Nothing nothing;
    const ow::SystemClock clock;
    const auto adapter =
        ow::ipp_print::make_adapter({partner, nothing, nothing, clock, nothing, {}, {}});
    if (!adapter) {
        std::cout << adapter.error().text() << "\n";
        return 1;
    }
    std::ifstream file{words[2], std::ios::binary};
    ow::ports::Delivery delivery;
    delivery.idempotency_key = "interop-" + words[2];
    delivery.body = R"({"document":"D2"})";
    delivery.attachments.push_back(
        {"D2.pdf", "application/pdf", {std::istreambuf_iterator<char>{file}, {}}});
    delivery.deadline = deadline;
    const auto receipt = (*adapter)->sender()->send(delivery);
    std::cout << (receipt ? boost::json::serialize(receipt->facts) : receipt.error().text())
              << "\n";
    return receipt ? 0 : 1;
}
