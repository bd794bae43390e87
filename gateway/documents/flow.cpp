#include "gateway/documents/flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>

#include "gateway/base/text.hpp"

namespace ow::documents {
namespace {

constexpr double kTolerance = 0.01;
constexpr double kNumberSize = 14;  // 4号
constexpr double kSumSize = 9;
constexpr double kNumberBelowText = mm(7);  // upper edge of the number

struct Placed {
    const Piece* piece;
    double y;
    Canvas::As as = Canvas::As::kContent;
};
using Page = std::vector<Placed>;

class Paginator {
  public:
    Paginator(const Flow& flow, const PageFrame& frame)
        : flow_(flow), room_(frame.text_height()), pages_(1) {}

    Result<std::vector<Page>> run() {
        const std::span<const Piece> all{flow_.pieces};
        for (std::size_t first = 0; first < all.size();) {
            std::size_t last = first;
            double height = all[first].height;
            while (all[last].keep_next && last + 1 < all.size()) height += all[++last].height;
            const bool fits_a_page = height + head_height(all[first]) <= room_ + kTolerance;
            if (y_ + height > room_ + kTolerance && y_ > 0 && fits_a_page) new_page();
            for (const Piece& piece : all.subspan(first, last - first + 1)) {
                if (Status put = place(piece); !put) return put.error();
            }
            first = last + 1;
        }
        return std::move(pages_);
    }

  private:
    double head_height(const Piece& piece) const {
        return piece.head == kNoHead ? 0 : flow_.heads[static_cast<std::size_t>(piece.head)].height;
    }

    void new_page() {
        pages_.emplace_back();
        y_ = 0;
    }

    Status place(const Piece& piece) {
        if (y_ > 0 && y_ + piece.height > room_ + kTolerance) new_page();
        if (y_ == 0 && piece.blank) return ok();
        if (y_ == 0 && piece.head != kNoHead && pages_.size() > 1) {
            const Piece& head = flow_.heads[static_cast<std::size_t>(piece.head)];
            pages_.back().push_back({&head, 0, Canvas::As::kHead});
            y_ = head.height;
        }
        if (y_ + piece.height > room_ + kTolerance) {
            return Error{Code::kDocumentLayoutOverflow, {}, "a part is higher than a page"};
        }
        pages_.back().push_back({&piece, y_});
        y_ += piece.height;
        return ok();
    }

    const Flow& flow_;
    double room_;
    double y_ = 0;
    std::vector<Page> pages_;
};

enum class Side { kLeft, kRight };

/// A line below the text.
void draw_foot(std::string_view words, double size, Side side, const PageFrame& frame,
               const FontBook& fonts, Canvas& canvas) {
    InkText text;
    text.size = size;
    double x = 0;
    for (const char32_t c : to_code_points(words)) {
        const GlyphRef ref = fonts.find(Role::kSong, c).value_or(GlyphRef{0, 0, 300});
        text.glyphs.push_back({c, ref, x});
        x += ref.advance * size / 1000;
    }
    text.x = side == Side::kRight ? frame.text_width() - x - size : size;
    text.y = kNumberBelowText + kNumberSize;
    Ink ink;
    ink.texts.push_back(std::move(text));
    canvas.draw(ink, frame.left, frame.height - frame.bottom, Canvas::As::kFoot);
}

/// The sums below the text, over the pages of one copy.
class PageSums {
  public:
    void add(const Piece& piece) {
        if (!piece.counted) return;
        ++here_;
        ++whole_;
        for (const Amount& amount : piece.amounts) {
            Sum& sum = of(amount.label);
            sum.here += amount.value;
            sum.whole += amount.value;
        }
    }
    /// Empty: nothing on this page is counted. The next page begins.
    std::string end_page() {
        if (here_ == 0) return {};
        std::string words = fmt::format("本页 {} 条，累计 {} 条", here_, whole_);
        for (Sum& sum : sums_) {
            words += fmt::format("；{} {}，累计 {}", sum.label, sum.here, sum.whole);
            sum.here = 0;
        }
        here_ = 0;
        return words;
    }

  private:
    struct Sum {
        std::string label;
        std::int64_t here = 0, whole = 0;
    };
    Sum& of(const std::string& label) {
        for (Sum& sum : sums_) {
            if (sum.label == label) return sum;
        }
        return sums_.emplace_back(Sum{label});
    }
    std::size_t here_ = 0, whole_ = 0;
    std::vector<Sum> sums_;
};

void draw_copy(const std::vector<Page>& pages, const Ink* mark, const PageFrame& frame,
               const FontBook& fonts, Canvas& canvas) {
    PageSums sums;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        canvas.begin_page();
        if (mark != nullptr)
            canvas.draw(*mark, frame.left, frame.top,
                        i == 0 ? Canvas::As::kContent : Canvas::As::kHead);
        for (const Placed& placed : pages[i]) {
            canvas.draw(placed.piece->ink, frame.left, frame.top + placed.y, placed.as);
            sums.add(*placed.piece);
        }
        const bool is_odd = i % 2 == 0;
        if (pages.size() > 1)
            draw_foot(fmt::format("— {} —", i + 1), kNumberSize,
                      is_odd ? Side::kRight : Side::kLeft, frame, fonts, canvas);
        if (const std::string words = sums.end_page(); !words.empty())
            draw_foot(words, kSumSize, is_odd ? Side::kLeft : Side::kRight, frame, fonts, canvas);
    }
}

}  // namespace

Result<int> paginate(const Flow& flow, const PageFrame& frame, const FontBook& fonts,
                     Canvas& canvas) {
    const Result<std::vector<Page>> pages = Paginator{flow, frame}.run();
    if (!pages) return pages.error();
    if (flow.copies.empty()) {
        canvas.begin_copy(flow.structure, false);
        draw_copy(*pages, nullptr, frame, fonts, canvas);
    }
    for (const Ink& mark : flow.copies) {
        canvas.begin_copy(flow.structure, flow.copies.size() > 1);
        draw_copy(*pages, &mark, frame, fonts, canvas);
    }
    return static_cast<int>(pages->size() * std::max<std::size_t>(flow.copies.size(), 1));
}

}  // namespace ow::documents
