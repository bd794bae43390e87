// Runs step files against a running console and keeps a screenshot of each of their looks.
//
//   node tests/browser/run.mjs --base https://localhost:8443 --credentials run/demo/users.json STEP.mjs ...
//
// --delay MS holds each of the console's calls back by up to MS, other ones more than others: what a page or a
// step gets wrong on a slow machine shows.
//
// The credentials file is JSON of any shape and is handed to the steps as it is. Steps run in the
// order given, each in a fresh context (no cookies of the one before). What a step exports is in
// README.md. One line a step; exit 1 if one failed. Screenshots: build/screens/<step>-<n>-<name>.png

import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { values: options, positionals: steps } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: "string" },
    browser: { type: "string", default: "/usr/bin/chromium" },
    credentials: { type: "string" },
    delay: { type: "string", default: "0" },
    screens: { type: "string", default: "build/screens" },
    timeout: { type: "string", default: "10000" },
  },
});
if (!options.base || steps.length === 0) {
  console.error("usage: run.mjs --base URL [--credentials FILE] [--delay MS] [--screens DIR] [--timeout MS] STEP.mjs ...");
  process.exit(2);
}

// No sandbox: build machines run as root in a container. Nothing but --base is ever opened.
const flags = [
  "--disable-background-networking", "--disable-component-update", "--disable-gpu", "--disable-quic",
  "--disable-sync", "--headless", "--no-first-run", "--no-sandbox",
];

// What a step may do besides driving the page: keep a picture, and fail on what a user would not see.
function watch(page, name) {
  const problems = [];
  let shots = 0;
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== new URL(options.base).origin) {
      problems.push(`the page asked another host: ${url.origin}`);
    }
  });
  const shot = async (what, target = page) => {
    const file = path.join(options.screens, `${name}-${++shots}-${what}.png`);
    await target.screenshot({ path: file, ...(target === page ? { fullPage: true } : {}) });
    return file;
  };
  return { problems, shot };
}

let calls = 0;
async function holdBack(route) {
  await new Promise((resume) => setTimeout(resume, (++calls * 37 % 100) / 100 * Number(options.delay)));
  await route.continue().catch(() => {});  // the page may have gone on
}

async function runStep(browser, file, credentials) {
  const name = path.basename(file, ".mjs");
  const step = await import(pathToFileURL(path.resolve(file)).href);
  const context = await browser.newContext({
    baseURL: options.base, ignoreHTTPSErrors: true, locale: "zh-CN", timezoneId: "Asia/Shanghai",
    viewport: { width: 1366, height: 768 }, ...step.context,
  });
  context.setDefaultTimeout(Number(options.timeout));
  if (Number(options.delay) > 0) await context.route("**/console/api/**", holdBack);
  const page = await context.newPage();
  const { problems, shot } = watch(page, name);
  try {
    await step.default({ page, context, base: options.base, credentials, shot });
  } catch (error) {
    problems.push(error.stack ?? String(error));
    await shot("failed").catch(() => {});
  }
  await context.close();
  return problems;
}

const credentials = options.credentials ? JSON.parse(await readFile(options.credentials, "utf8")) : {};
await mkdir(options.screens, { recursive: true });
const browser = await chromium.launch({ executablePath: options.browser, args: flags, headless: true });
let failed = 0;
for (const file of steps) {
  const started = performance.now();
  const problems = await runStep(browser, file, credentials);
  failed += problems.length > 0 ? 1 : 0;
  console.log(`${problems.length > 0 ? "FAILED" : "passed"}  ${file}  ${Math.round(performance.now() - started)} ms`);
  for (const problem of problems) console.log(`        ${problem}`);
}
await browser.close();
console.log(`${steps.length - failed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
