#pragma once
// 落款: issuer over date, the seal pressing down on both, and the QR code at the left. GB/T 9704:
// the date four characters from the right margin, the issuer centred over it, the seal's centre a
// little above them.

#include "gateway/documents/case_text.hpp"
#include "gateway/documents/flow.hpp"

namespace ow::documents {

/// `block` is a <signature>. Read in the order issuer, date, seal, code.
[[nodiscard]] Result<Piece> signature_piece(const Block& block, const CaseText& text,
                                            const FontBook& fonts, Style style, double width,
                                            Branch branch);

/// Draws a <qr> with its caption at x, y; returns the height used, 0 if its value is empty.
[[nodiscard]] Result<double> add_qr(Ink& ink, const Block& block, const CaseText& text, double x,
                                    double y, Branch branch);

}  // namespace ow::documents
