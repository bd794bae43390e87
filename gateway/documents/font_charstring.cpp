#include "gateway/documents/font_charstring.hpp"

#include "gateway/documents/big_endian.hpp"

namespace ow::documents {
namespace {

constexpr int kDeepest = 10;
constexpr std::size_t kLongest = 60'000;
constexpr unsigned kHStem = 1, kVStem = 3, kVMove = 4, kCallLocal = 10, kReturn = 11, kEscape = 12;
constexpr unsigned kEndChar = 14, kHStemHm = 18, kHintMask = 19, kCntrMask = 20, kRMove = 21;
constexpr unsigned kHMove = 22, kVStemHm = 23, kCallGlobal = 29;
constexpr unsigned kFirstFlex = 34, kLastFlex = 37;
constexpr std::size_t kAccentOperands = 4;

class Flattener {
  public:
    Flattener(const std::vector<std::string_view>& local,
              const std::vector<std::string_view>& global)
        : local_(local), global_(global) {}

    Charstring run(std::string_view code) {
        return walk(code, 0) && ended_ ? Charstring{std::move(out_), drawn_} : Charstring{};
    }

  private:
    struct Operand {
        long value = 0;
        std::size_t at = 0;  ///< where it stands in out_
    };

    bool walk(std::string_view code, int depth) {
        if (depth > kDeepest) return false;
        for (std::size_t at = 0; at < code.size() && !ended_;) {
            if (out_.size() > kLongest) return false;
            const std::uint32_t byte = byte_at(code, at);
            if (byte >= 32 || byte == 28) {
                at = operand(code, at);
                continue;
            }
            ++at;
            if (byte == kReturn) return true;
            if (byte == kCallLocal || byte == kCallGlobal) {
                if (!call(byte == kCallLocal ? local_ : global_, depth)) return false;
                continue;
            }
            if (!order(byte, code, at)) return false;
        }
        return true;
    }

    std::size_t operand(std::string_view code, std::size_t at) {
        const std::uint32_t byte = byte_at(code, at);
        const auto low = static_cast<long>(byte_at(code, at + 1));
        std::size_t size = 1;
        long value = static_cast<long>(byte) - 139;
        if (byte == 28) {
            size = 3;
            value = read_i16(code, at + 1);
        } else if (byte == 255) {
            size = 5;
            value = read_i16(code, at + 1);
        } else if (byte >= 251) {
            size = 2;
            value = -(static_cast<long>(byte) - 251) * 256 - low - 108;
        } else if (byte >= 247) {
            size = 2;
            value = (static_cast<long>(byte) - 247) * 256 + low + 108;
        }
        stack_.push_back({value, out_.size()});
        out_.append(code.substr(at, size));
        return at + size;
    }

    bool call(const std::vector<std::string_view>& subroutines, int depth) {
        if (stack_.empty()) return false;
        const Operand which = stack_.back();
        stack_.pop_back();
        out_.resize(which.at);
        const long bias = subroutines.size() < 1240    ? 107
                          : subroutines.size() < 33900 ? 1131
                                                       : 32768;
        const long number = which.value + bias;
        if (number < 0 || number >= static_cast<long>(subroutines.size())) return false;
        return walk(subroutines[static_cast<std::size_t>(number)], depth + 1);
    }

    // An operator that takes all operands; `at` is behind it.
    bool order(std::uint32_t byte, std::string_view code, std::size_t& at) {
        const std::size_t operands = stack_.size();
        out_ += static_cast<char>(byte);
        stack_.clear();
        switch (byte) {
            case kHStem:
            case kVStem:
            case kHStemHm:
            case kVStemHm:
                stems_ += operands / 2;
                return true;
            case kHintMask:
            case kCntrMask: {
                stems_ += operands / 2;
                const std::size_t size = (stems_ + 7) / 8;
                if (at + size > code.size()) return false;
                out_.append(code.substr(at, size));
                at += size;
                return true;
            }
            case kEndChar:
                ended_ = true;
                return operands < kAccentOperands;
            case kEscape: {
                const std::uint32_t second = byte_at(code, at++);
                out_ += static_cast<char>(second);
                drawn_ = true;
                return second >= kFirstFlex && second <= kLastFlex;
            }
            case kVMove:
            case kRMove:
            case kHMove:
                return true;
            default:
                drawn_ = true;
                return true;
        }
    }

    const std::vector<std::string_view>& local_;
    const std::vector<std::string_view>& global_;
    std::string out_;
    std::vector<Operand> stack_;
    std::size_t stems_ = 0;
    bool ended_ = false, drawn_ = false;
};

}  // namespace

Charstring flat_charstring(std::string_view code, const std::vector<std::string_view>& local,
                           const std::vector<std::string_view>& global) {
    return Flattener{local, global}.run(code);
}

}  // namespace ow::documents
