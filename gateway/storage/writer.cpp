#include "gateway/storage/writer.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <utility>

namespace ow::storage {
namespace {

Error closed() {
    return Error{Code::kStoreUnavailable, {}, "the store is closed"};
}

Status status_of(const ports::CommitOutcome& outcome) {
    if (const Error* error = std::get_if<Error>(&outcome)) return *error;
    return ok();
}

}  // namespace

Writer::Writer(const WriterSettings& settings, KeyRing& keys, Committed committed)
    : settings_(settings),
      keys_(keys),
      committed_(std::move(committed)),
      connection_(std::make_unique<Connection>(settings.connection)) {}

Writer::~Writer() {
    close();
}

void Writer::start() {
    counters_ = Counters::read(*connection_);
    thread_ = std::thread{[this] { run(); }};
}

void Writer::enqueue(Item item) {
    {
        const std::scoped_lock lock{mutex_};
        if (!closing_) {
            queue_.push_back(std::move(item));
            wake_.notify_one();
            return;
        }
    }
    item.outcome = closed();
    answer(item);
}

void Writer::commit(Result<SealedStep> step, ports::CommitDone done) {
    Item item;
    item.step = std::move(step);
    item.step_done = std::move(done);
    enqueue(std::move(item));
}

void Writer::post(Work work, Done done) {
    Item item;
    item.work = std::move(work);
    item.work_done = std::move(done);
    enqueue(std::move(item));
}

Status Writer::wait_for(Item item) {
    std::promise<Status> promise;
    item.work_done = [&](Status status) { promise.set_value(std::move(status)); };
    enqueue(std::move(item));
    return promise.get_future().get();
}

Status Writer::call(Work work) {
    Item item;
    item.work = std::move(work);
    return wait_for(std::move(item));
}

Status Writer::call_alone(Work work) {
    Item item;
    item.work = std::move(work);
    item.alone = true;
    return wait_for(std::move(item));
}

void Writer::close() {
    {
        const std::scoped_lock lock{mutex_};
        closing_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

// Whatever came while the last group was written is the next one: waiting for more never paid.
std::vector<Writer::Item> Writer::take() {
    std::unique_lock lock{mutex_};
    wake_.wait(lock, [&] { return closing_ || !queue_.empty(); });
    std::vector<Item> items;
    while (!queue_.empty() && items.size() < settings_.group_limit) {
        if (queue_.front().alone && !items.empty()) break;
        items.push_back(std::move(queue_.front()));
        queue_.pop_front();
        if (items.back().alone) break;
    }
    return items;
}

void Writer::run() {
    for (std::vector<Item> items = take(); !items.empty(); items = take()) {
        if (items.front().alone) {
            attempt_alone(items.front());
        } else {
            process(items);
        }
        for (Item& item : items) answer(item);
    }
}

void Writer::process(Items items) {
    const Counters before = counters_;
    Error error;
    bool disk = false;
    try {
        attempt(items);
        return;
    } catch (const SqlError& e) {
        error = e.error();
        disk = e.code() == Code::kStoreUnavailable;
    } catch (const std::exception& e) {
        error = Error{Code::kInternal, {}, e.what()};
    }
    counters_ = before;
    if (items.size() == 1 || disk) {
        for (Item& item : items) item.outcome = error;
        return;
    }
    process(items.first(items.size() / 2));
    process(items.subspan(items.size() / 2));
}

void Writer::attempt(Items items) {
    Transaction transaction{*connection_};
    Group group{*connection_, heads_, keys_, settings_.hash, counters_};
    // Claims first: a lease they renew must be lost to a finish of the same group.
    for (Item& item : items) attempt_work(item);
    for (Item& item : items) attempt_step(group, item);
    group.write();
    transaction.commit();
    if (settings_.fsync_delay.count() > 0) std::this_thread::sleep_for(settings_.fsync_delay);
    group.publish();
    committed_(group.steps());
}

void Writer::attempt_work(Item& item) {
    if (!item.work) return;
    const Status status = item.work(*connection_);
    item.outcome = status ? ports::CommitOutcome{ports::Committed{}} : status.error();
}

void Writer::attempt_step(Group& group, Item& item) {
    if (!item.step) return;
    item.outcome = *item.step ? group.admit(**item.step) : item.step->error();
}

void Writer::attempt_alone(Item& item) {
    try {
        attempt_work(item);
    } catch (const SqlError& e) {
        item.outcome = e.error();
    }
}

void Writer::answer(Item& item) {
    if (item.step_done) item.step_done(std::move(item.outcome));
    if (item.work_done) item.work_done(status_of(item.outcome));
}

}  // namespace ow::storage
