#pragma once
// The gateway as a process of its own that can be killed and started again at once.

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/torture/options.hpp"
#include "tests/torture/site.hpp"

namespace ow::torture {

/// The child's whole life: `onewindow-torture gateway --config … [--lossy] [--no-sync …]`.
int run_gateway(const std::string& config, const Options& options);

class GatewayChild {
  public:
    GatewayChild(const Site& site, const Options& options);
    ~GatewayChild();  ///< kills it
    GatewayChild(const GatewayChild&) = delete;
    GatewayChild& operator=(const GatewayChild&) = delete;

    void start();
    void kill();
    /// TERM and wait. False if it did not end with 0.
    bool stop();
    /// It ended by itself, which it never should.
    [[nodiscard]] bool ended();
    [[nodiscard]] int starts() const { return starts_; }

  private:
    std::string log_;
    std::vector<std::string> arguments_;
    pid_t pid_ = 0;
    int starts_ = 0;
};

}  // namespace ow::torture
