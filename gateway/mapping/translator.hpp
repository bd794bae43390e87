#pragma once
// The flow's Translator, by mappings. A new set can be put in its place while messages run: those
// under way finish with the old one.

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "gateway/mapping/mapping_set.hpp"
#include "gateway/ports/translator.hpp"

namespace ow::mapping {

/// Which mapping a partner's message kind uses, `north/application`, as its file says under
/// `inbound` and `outbound`; empty: `<partner>/<kind>`.
using PathOf = std::function<std::string(const std::string& partner, const std::string& kind,
                                         Direction direction)>;

/// Thread-safe.
class MappingTranslator final : public ports::Translator {
  public:
    explicit MappingTranslator(MappingSet set, PathOf path_of = {});

    void replace(MappingSet set);

    /// kMappingNotFound as the only error if there is none. Personal data never stands in an error.
    [[nodiscard]] ports::Reading read(const std::string& partner, const std::string& kind,
                                      const std::string& content_type,
                                      const std::string& body) override;
    /// The first error; its cause counts the others. `tree` becomes the tree `case`.
    [[nodiscard]] Result<ports::Wording> word(const std::string& partner, const std::string& kind,
                                              const boost::json::object& tree) override;
    [[nodiscard]] bool wants_files(const std::string& partner, const std::string& kind) override;

  private:
    struct Found {
        std::shared_ptr<const MappingSet> set;  ///< keeps the mapping alive
        const Mapping* mapping = nullptr;
    };
    [[nodiscard]] Found find(const std::string& partner, const std::string& kind,
                             Direction direction) const;

    PathOf path_of_;
    mutable std::mutex mutex_;
    std::shared_ptr<const MappingSet> set_;
};

}  // namespace ow::mapping
