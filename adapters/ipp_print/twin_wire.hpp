#pragma once
// IPP as the twin reads and writes it (RFC 8010), by its own hand: shares nothing with the adapter.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ow::ipp_print::twin {

struct Request {
    std::uint16_t operation = 0;
    std::uint32_t id = 0;
    std::map<std::string, std::string> texts;  ///< the first value of each attribute; members of
                                               ///< collections by their own name
    std::map<std::string, std::int32_t> numbers;
    std::string document;
};
/// nullopt: not an IPP request.
[[nodiscard]] std::optional<Request> read(std::string_view bytes);

/// A response, group by group.
class Response {
  public:
    Response(std::uint16_t status, std::uint32_t request);
    Response& group(char tag);
    Response& text(char tag, std::string_view name, const std::vector<std::string>& values);
    Response& number(char tag, std::string_view name, std::int32_t value);
    Response& none(std::string_view name);  ///< "no-value"
    Response& flag(std::string_view name, bool value);
    [[nodiscard]] std::string bytes() const { return out_ + '\x03'; }

  private:
    void value(char tag, std::string_view name, std::string_view bytes);
    std::string out_;
};

inline constexpr char kJobGroup = '\x02';
inline constexpr char kPrinterGroup = '\x04';
inline constexpr char kInteger = '\x21';
inline constexpr char kEnum = '\x23';
inline constexpr char kName = '\x42';
inline constexpr char kKeyword = '\x44';
inline constexpr char kUri = '\x45';
inline constexpr char kMimeType = '\x49';

}  // namespace ow::ipp_print::twin
