#pragma once
// What is true of every case after every command, allowed or not (issue: the whole course of a
// case). One function an invariant, in a literal table; `broken` names those that do not hold.
//
//   numbered         the stream has no gap; the state's version is the last sequence
//   known_types      every event is in the table of event types and happened no later than it was
//                    recorded
//   replayed         replaying the stream gives the state, field by field
//   received_first   nothing happens before 收件; the number never changes
//   clocks           a clock runs from acceptance, and only then; a due time is after its start or
//                    unknown (R27, R28, R29)
//   stopped          the statutory clock stops with a decision only, the promised one with a result
//                    that passed R12 only (R39)
//   compared         what stands at the window or beyond has the applicant and item of the intake
//                    (R12)
//   delivered        送达 only after a result was at the window; never without how (R13)
//   fed_back         送达反馈 only of what is delivered (R14)
//   told_once        补正 is told at most once; all it names is on the item's list (R2, R26)
//   refused          a case that was not accepted has no decision, no clock, no result
//   waybill          a case under way by mail has a waybill; voided ones are never current (R30)
//   owed             nothing is granted while materials are owed under 容缺; only published,
//                    non-key materials are (R4, R5)
//   listed           nobody is listed before the time to object is over, nor who broke no promise
//   papers           a document once stored keeps its bytes: same address, same hash
//   no_person        no event tells name, number, phone or address of the person in its clear part
//   timers           firing what is due moves the case on: it never wakes for the same thing again
//   legs             nobody has an opinion on what was never pushed; a decision waits for the last
//                    opinion (R15)
//   instant          a 即办件 has no legs and owes nothing under 容缺 (R43)
//   third_clock      the limit of a stage runs only for a case of a 一件事 or 项目, from an
//                    acceptance on (R45)
//   returned         what was taken over as returned is on form only, or has its decision (R20)

#include <string>
#include <vector>

#include "gateway/model/case_commands.hpp"

namespace ow::model::test {

/// A case with its stream, before and after one command.
struct Seen {
    const CaseState& before;
    const CaseState& after;
    const std::vector<StoredEvent>& stream;
    std::size_t fresh;  ///< events of the last command
    const Item& item;
    const std::vector<std::string>& personal;  ///< texts that must not be in the clear
    bool fired;                                ///< the last command was the timer that was due
};

/// Names of the invariants that do not hold.
[[nodiscard]] std::vector<std::string> broken(const Seen& seen);

/// Every field of the state as text: two states are the same if these are.
[[nodiscard]] std::string fingerprint(const CaseState& state);

}  // namespace ow::model::test
