#pragma once
// A printer without paper on a port of its own.

#include "adapters/ipp_print/twin.hpp"
#include "gateway/http/server.hpp"

namespace ow::test {

class PrinterOnPort {
  public:
    PrinterOnPort()
        : server_(std::move(*http::Server::start({.access_log = false}, twin.routes("/ipp/print"),
                                                 {clock_, log_, metrics_, nullptr, {}}))) {}

    [[nodiscard]] std::string uri() const {
        return "ipp://127.0.0.1:" + std::to_string(server_->port()) + "/ipp/print";
    }

    ipp_print::Twin twin;

  private:
    SystemClock clock_;
    class : public Log {
        void write(LogEvent, std::initializer_list<LogField>) override {}
    } log_;
    http::Metrics metrics_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace ow::test
