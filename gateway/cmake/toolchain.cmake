# How our own code is compiled. Every target of ours links ow_style; third party never does.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

find_program(OW_CCACHE ccache)
if(OW_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${OW_CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${OW_CCACHE})
endif()

set(OW_SANITIZE "" CACHE STRING "empty, asan or tsan")
add_library(ow_style INTERFACE)
target_include_directories(ow_style INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(ow_style INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wno-missing-field-initializers -Werror -fno-plt)
# g++ 12 at -O3 takes std::string::operator=(const char*) for an overlapping copy (GCC bug 105651).
target_compile_options(ow_style INTERFACE -Wno-restrict)
if(OW_SANITIZE STREQUAL "")
    target_compile_options(ow_style INTERFACE -fstack-protector-strong $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
    target_link_options(ow_style INTERFACE -Wl,-z,relro,-z,now)
elseif(OW_SANITIZE STREQUAL "asan")
    # g++ 12 sees uninitialised members in std::regex and std::function once they are instrumented.
    target_compile_options(ow_style INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer
        -Wno-maybe-uninitialized)
    target_link_options(ow_style INTERFACE -fsanitize=address,undefined)
elseif(OW_SANITIZE STREQUAL "tsan")
    target_compile_options(ow_style INTERFACE -fsanitize=thread -Wno-tsan)
    target_compile_definitions(ow_style INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
    target_link_options(ow_style INTERFACE -fsanitize=thread)
endif()

# ow_library(<name> SOURCES a.cpp ... LINK lib ...): one folder of the gateway as a static library.
function(ow_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC ow_style ${ARG_LINK})
endfunction()

# ow_test(<name> SOURCES a_test.cpp ... LINK lib ...): one test program, run by ctest from the
# source folder so that tests find their golden files by relative path.
function(ow_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE ow_style ${ARG_LINK} GTest::gtest_main GTest::gmock)
    # An empty optional that a test looks into ends it, instead of giving whatever lay there.
    target_compile_definitions(${name} PRIVATE _GLIBCXX_ASSERTIONS)
    # A third less to compile; what they test is optimised in full.
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    if(OW_SANITIZE)  # three to six times as slow
        math(EXPR ARG_TIMEOUT "3 * ${ARG_TIMEOUT}")
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT})
endfunction()
