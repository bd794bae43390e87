// Two slips scanned one right after the other: the second is searched for by itself, and the page ends at it, also when
// the first one's answer comes later.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, credentials }) {
  const { result, different } = credentials.issuance;
  await signIn(page, credentials.issuance);
  await page.getByRole("heading", { name: "待收结果" }).waitFor();
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  const texts = [];
  await page.route("**/console/api/search", async (route) => {
    texts.push(route.request().postDataJSON().text);
    if (texts.length === 1) await held;
    await route.continue();
  });
  const scan = page.getByLabel("扫描或查找");
  await scan.focus();
  for (const { case_no } of [result, different]) {
    const asked = page.waitForRequest("**/console/api/search");
    await page.keyboard.type(case_no);
    await page.keyboard.press("Enter");
    await asked;
  }
  await page.waitForURL(`**/#/case/${different.case_no}`);
  const late = page.waitForResponse("**/console/api/search");
  answer();
  await (await late).finished();
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 50); }));
  if (texts.join() !== `${result.case_no},${different.case_no}`) throw new Error(`searched for ${texts}`);
  if (!page.url().endsWith(different.case_no)) throw new Error("the first slip's late answer took the page away");
}
