// The harness itself: a good step passes and leaves its picture, the three kinds of bad step fail.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const pages = {
  "/": "<h1>待办</h1>",
  "/broken": "<script>throw new Error('page is broken')</script>",
  "/elsewhere": "<img src='http://elsewhere.invalid/x.png'>",
};
let server, folder, base;

before(async () => {
  server = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(pages[request.url] ?? "");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${server.address().port}`;
  folder = await mkdtemp(path.join(os.tmpdir(), "ow-browser-"));
});
after(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

async function run(steps) {
  const files = [];
  for (const [name, body] of Object.entries(steps)) {
    files.push(path.join(folder, `${name}.mjs`));
    await writeFile(files.at(-1), `export default async ({ page, credentials, shot }) => {${body}};`);
  }
  const users = path.join(folder, "users.json");
  await writeFile(users, JSON.stringify({ window: { name: "王测试" } }));
  const command = [path.join(here, "run.mjs"), "--base", base, "--screens", folder, "--credentials", users];
  return new Promise((done) => execFile(process.execPath, [...command, "--timeout", "2000", ...files],
    (error, output) => done({ code: error?.code ?? 0, output })));
}

test("a step that does what it says passes and leaves its picture", async () => {
  const { code, output } = await run({ looks: `
    await page.goto("/");
    await page.getByRole("heading", { name: "待办" }).waitFor();
    if (credentials.window.name !== "王测试") throw new Error("credentials");
    await shot("todo");` });
  assert.match(output, /1 passed, 0 failed\n$/);
  assert.equal(code, 0);
  await access(path.join(folder, "looks-1-todo.png"));
});

test("a missing element, a script error and a foreign host each fail their step", async () => {
  const { code, output } = await run({
    misses: `await page.goto("/"); await page.getByText("没有这个").click();`,
    breaks: `await page.goto("/broken");`,
    leaks: `await page.goto("/elsewhere");`,
  });
  assert.match(output, /0 passed, 3 failed\n$/);
  assert.match(output, /page is broken/);
  assert.match(output, /another host: http:\/\/elsewhere\.invalid/);
  assert.equal(code, 1);
  await access(path.join(folder, "misses-1-failed.png"));
});
