#include "gateway/documents/seal_image.hpp"

#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <cmath>

namespace ow::documents {
namespace {

constexpr double kLeastDots = 300;      // per inch
constexpr unsigned kMostPixels = 4000;  // a side
constexpr double kShapeTolerance = 0.02;

Result<SealImage> decode(const std::string& file) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    const auto broken = [&] {
        const std::string why = png.message;
        png_image_free(&png);
        return Error{Code::kConfigInvalid, {file, {}, 0, 0}, "no PNG: " + why};
    };
    if (png_image_begin_read_from_file(&png, file.c_str()) == 0) return broken();
    SealImage out;
    out.width = png.width;
    out.height = png.height;
    if (std::max(png.width, png.height) > kMostPixels) {
        png_image_free(&png);
        return Error{Code::kConfigInvalid, {file, {}, 0, 0}, "more than 4000 pixels a side"};
    }
    png.format = PNG_FORMAT_RGBA;
    std::string pixels(PNG_IMAGE_SIZE(png), '\0');
    if (png_image_finish_read(&png, nullptr, pixels.data(), 0, nullptr) == 0) return broken();
    for (std::size_t at = 0; at < pixels.size(); at += 4) {
        out.rgb.append(pixels, at, 3);
        out.alpha += pixels[at + 3];
    }
    return out;
}

}  // namespace

Result<SealImage> read_seal_image(const std::filesystem::path& file, double width_mm,
                                  double height_mm) {
    Result<SealImage> image = decode(file.string());
    if (!image) return image;
    const auto wrong = [&](std::string cause) {
        return Error{Code::kConfigInvalid, {file.string(), {}, 0, 0}, std::move(cause)};
    };
    const double dots = image->width / width_mm * 25.4;
    if (dots < kLeastDots) return wrong(fmt::format("{:.0f} dots per inch, 300 are needed", dots));
    const double shape = (image->width * height_mm) / (image->height * width_mm);
    if (std::abs(shape - 1) > kShapeTolerance)
        return wrong(fmt::format("{} × {} pixels are not the shape of {} × {} mm", image->width,
                                 image->height, width_mm, height_mm));
    const auto clear = std::count(image->alpha.begin(), image->alpha.end(), '\0');
    const auto pixels = static_cast<std::ptrdiff_t>(image->alpha.size());
    if (clear == pixels) return wrong("nothing is drawn");
    if (clear < pixels / 10) return wrong("the ground is not transparent");
    return image;
}

}  // namespace ow::documents
