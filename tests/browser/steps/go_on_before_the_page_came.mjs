// A person who clicks on before a slow page has come sees the page of the last click, also after the slow
// one's answer has come.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, credentials }) {
  await signIn(page, credentials.acceptance);
  await page.getByRole("link", { name: "邮寄收件" }).waitFor();
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await page.route("**/console/api/parcels", async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest("**/console/api/parcels");
  await page.getByRole("link", { name: "邮寄收件" }).click();
  await asked;
  await page.getByRole("link", { name: "预约收件" }).click();
  await page.getByRole("heading", { name: "预约收件" }).waitFor();
  const late = page.waitForResponse("**/console/api/parcels");
  answer();
  await (await late).finished();
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 50); }));
  if (await page.getByRole("heading", { name: "邮寄收件" }).isVisible()) throw new Error("the late answer took the page away");
  await page.getByRole("heading", { name: "预约收件" }).waitFor();
}
