// The console on a FakeDesk, used as people use it: starts console_demo (argument) on a free port and
// runs every step against it.
//
//   node tests/browser/console_test.mjs build/console_demo [screens folder]

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const [program, screens = "build/screens"] = process.argv.slice(2);

test("people do their work in the console", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "ow-console-"));
  const server = spawn(program, ["gateway/console/web", "0"], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    const base = (await lines.next()).value;
    const credentials = path.join(folder, "users.json");
    await writeFile(credentials, (await lines.next()).value);
    const steps = (await readdir(path.join(here, "steps"))).filter((name) => name.endsWith(".mjs")).sort();
    const command = [path.join(here, "run.mjs"), "--base", base, "--credentials", credentials, "--screens", screens, "--delay", "100"];
    const runner = spawn(process.execPath, [...command, ...steps.map((name) => path.join(here, "steps", name))], { stdio: "inherit" });
    const code = await new Promise((done) => runner.on("exit", done));
    assert.equal(code, 0);
  } finally {
    server.stdin.end();
    await rm(folder, { recursive: true });
  }
});
