#include "adapters/ipp_print/twin_wire.hpp"

namespace ow::ipp_print::twin {
namespace {

constexpr unsigned kEnd = 0x03;
constexpr unsigned kFirstValue = 0x10;  ///< tags below begin a group
constexpr unsigned kMemberName = 0x4A;

class Bytes {
  public:
    explicit Bytes(std::string_view all) : rest_(all) {}
    [[nodiscard]] bool is_short() const { return short_; }
    std::uint32_t number(std::size_t size) {
        std::uint32_t out = 0;
        for (const char c : take(size)) out = (out << 8U) | static_cast<unsigned char>(c);
        return out;
    }
    std::string_view take(std::size_t size) {
        if (size > rest_.size()) {
            short_ = true;
            rest_ = {};
            return {};
        }
        const std::string_view out = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return out;
    }
    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
    bool short_ = false;
};

std::string big_endian(std::uint32_t number, std::size_t size) {
    std::string out(size, '\0');
    for (std::size_t n = size; n-- > 0; number >>= 8U) out[n] = static_cast<char>(number & 0xFFU);
    return out;
}

void note(Request& request, unsigned tag, const std::string& name, std::string_view value) {
    if ((tag == 0x21 || tag == 0x23) && value.size() == 4)
        request.numbers.emplace(name, static_cast<std::int32_t>(Bytes{value}.number(4)));
    else
        request.texts.emplace(name, value);
}

}  // namespace

std::optional<Request> read(std::string_view bytes) {
    Bytes in{bytes};
    Request request;
    if (in.number(1) > 2) return std::nullopt;  // IPP 1 and 2
    (void)in.number(1);
    request.operation = static_cast<std::uint16_t>(in.number(2));
    request.id = in.number(4);
    std::string name;
    for (unsigned tag = in.number(1); tag != kEnd; tag = in.number(1)) {
        if (in.is_short()) return std::nullopt;
        if (tag < kFirstValue) continue;
        const std::string_view own = in.take(in.number(2));
        const std::string_view value = in.take(in.number(2));
        if (!own.empty()) name = own;
        if (tag == kMemberName)
            name = value;
        else
            note(request, tag, name, value);
    }
    request.document = in.rest();
    return request;
}

Response::Response(std::uint16_t status, std::uint32_t request)
    : out_("\x02" + std::string(1, '\0') + big_endian(status, 2) + big_endian(request, 4)) {
    group('\x01').text('\x47', "attributes-charset", {"utf-8"});
    text('\x48', "attributes-natural-language", {"en"});
}

Response& Response::group(char tag) {
    out_ += tag;
    return *this;
}

void Response::value(char tag, std::string_view name, std::string_view bytes) {
    out_ += tag;
    out_.append(big_endian(static_cast<std::uint32_t>(name.size()), 2)).append(name);
    out_.append(big_endian(static_cast<std::uint32_t>(bytes.size()), 2)).append(bytes);
}

Response& Response::text(char tag, std::string_view name, const std::vector<std::string>& values) {
    for (std::size_t n = 0; n < values.size(); ++n) value(tag, n == 0 ? name : "", values[n]);
    return *this;
}

Response& Response::number(char tag, std::string_view name, std::int32_t number) {
    value(tag, name, big_endian(static_cast<std::uint32_t>(number), 4));
    return *this;
}

Response& Response::none(std::string_view name) {
    value('\x13', name, {});
    return *this;
}

Response& Response::flag(std::string_view name, bool on) {
    value('\x22', name, std::string(1, on ? '\1' : '\0'));
    return *this;
}

}  // namespace ow::ipp_print::twin
