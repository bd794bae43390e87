// The console's modules that need no page.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { differences } from "../../gateway/console/web/compare.js";
import { draftOf, dropDraft, valuesOf } from "../../gateway/console/web/form.js";
import { readScan } from "../../gateway/console/web/scan.js";
import { actorWord, messageWord } from "../../gateway/console/web/words.js";

globalThis.crypto ??= webcrypto;  // Debian 12's Node 18 has none of its own; every browser has

test("R35: a case number is read however scanner or person spelled it", () => {
  const number = "410184202410081000104Z";
  for (const text of [number, " 410184202410081000104z\r\n", "410184 20241008 1000104Z", "４１０１８４２０２４１００８１０００１０４Ｚ", "410184-20241008-1000104z"]) {
    assert.equal(readScan(text), number);
  }
});

test("a name, a phone and a QR address stay what they are", () => {
  assert.equal(readScan(" 王测试 "), "王测试");
  assert.equal(readScan("138 0000 0101"), "138 0000 0101");
  assert.equal(readScan("https://hall.example/q/tok-aBc"), "https://hall.example/q/tok-aBc");
});

test("only what applies is sent, and a dot in a name is a step", () => {
  const fields = [
    { name: "how", type: "radio" }, { name: "missing.0", type: "checkbox" }, { name: "missing.3", type: "checkbox" },
    { name: "statement", type: "checkbox", when: { name: "proof", is: "id" } },
    { name: "note", type: "text", when: { name: "how", is: ["phone", "message"] } },
  ];
  const values = { how: "phone", "missing.0": true, "missing.3": false, statement: true, proof: "slip", note: "n" };
  assert.deepEqual(valuesOf(fields, { values }), { how: "phone", missing: { 0: true, 3: false }, note: "n" });
});

test("R12: the differences are named by their labels", () => {
  const fields = [{ type: "compare", name: "check", rows: [{ name: "a", label: "持证人" }, { name: "b", label: "地址" }] }];
  assert.deepEqual(differences(fields, { values: { check: { a: { same: true }, b: { same: false } } } }), ["地址"]);
  assert.deepEqual(differences(fields, { values: {} }), []);
});

test("a form keeps its values and its key until it was sent", () => {
  const draft = draftOf("case/notify");
  draft.values.note = "x";
  assert.equal(draftOf("case/notify"), draft);
  assert.match(draft.key, /^[0-9a-z]{20,}$/);
  dropDraft("case/notify");
  assert.notEqual(draftOf("case/notify").key, draft.key);
});

test("unknown codes are shown as they are", () => {
  assert.equal(messageWord("unknown"), "结果未知");
  assert.equal(messageWord("new_code"), "new_code");
  assert.equal(actorWord("staff:wang"), "wang");
});
