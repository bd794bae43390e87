#pragma once
// A map that forgets what was used longest ago. Not thread-safe.

#include <list>
#include <string>
#include <unordered_map>
#include <utility>

namespace ow::storage {

template <class Value>
class Lru {
  public:
    explicit Lru(std::size_t capacity) : capacity_(capacity) {}

    /// nullptr if it is not there; valid until the next put or erase.
    Value* find(const std::string& key) {
        const auto found = index_.find(key);
        if (found == index_.end()) return nullptr;
        order_.splice(order_.begin(), order_, found->second);
        return &found->second->second;
    }
    void put(const std::string& key, Value value) {
        if (Value* known = find(key)) {
            *known = std::move(value);
            return;
        }
        order_.emplace_front(key, std::move(value));
        index_.emplace(key, order_.begin());
        if (index_.size() <= capacity_) return;
        index_.erase(order_.back().first);
        order_.pop_back();
    }
    void erase(const std::string& key) {
        const auto found = index_.find(key);
        if (found == index_.end()) return;
        order_.erase(found->second);
        index_.erase(found);
    }

  private:
    using Order = std::list<std::pair<std::string, Value>>;
    std::size_t capacity_;
    Order order_;
    std::unordered_map<std::string, typename Order::iterator> index_;
};

}  // namespace ow::storage
