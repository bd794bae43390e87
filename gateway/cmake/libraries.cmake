# Every third-party library, once. All of them are Debian 12 packages (see ./dev, packages).
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL 3.0 REQUIRED)
find_package(LibXml2 REQUIRED)
find_package(Poco REQUIRED COMPONENTS Foundation Net NetSSL Data DataSQLite Zip)
find_package(SQLite3 REQUIRED)
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(GTest REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(HARFBUZZ REQUIRED IMPORTED_TARGET harfbuzz harfbuzz-subset)
pkg_check_modules(FREETYPE REQUIRED IMPORTED_TARGET freetype2)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(DEFLATE REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
find_library(CUPS_LIBRARY cups REQUIRED)
find_library(HPDF_LIBRARY hpdf REQUIRED)
find_package(ZLIB REQUIRED)
find_package(mimalloc REQUIRED)

# One name for each, so that a folder's list reads as its architecture row.
add_library(ow3_json INTERFACE)
target_link_libraries(ow3_json INTERFACE Boost::json)
add_library(ow3_yaml INTERFACE)
target_link_libraries(ow3_yaml INTERFACE yaml-cpp)

# Instead of libc's malloc in what runs for long: a case is hundreds of small blocks, made on one
# thread and freed on another. The sanitizers bring their own.
add_library(ow3_malloc INTERFACE)
if(NOT OW_SANITIZE)
    target_link_libraries(ow3_malloc INTERFACE mimalloc)
endif()
