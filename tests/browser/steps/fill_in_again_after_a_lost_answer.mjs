// The answer to a form is lost and the form filled in anew, for somebody else: the page says that the first one
// was done, keeps what is typed, and sends it as another one only when the person sends it again.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, credentials, shot }) {
  await signIn(page, credentials.acceptance);
  const keys = [];
  await page.route("**/console/api/intake/parcel/**", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    keys.push(route.request().postDataJSON().idempotency_key);
    if (keys.length === 1) return route.abort();
    if (keys.length > 2) return route.fulfill({ json: { case_no: "410184202410080000104Z" } });
    const error = { code: "IDEMPOTENCY_KEY_REUSED", message: "同一编号", next: "对方工程师", cause: "410184202410080000103X" };
    return route.fulfill({ status: 409, json: { error } });
  });
  await page.goto("/console/#/intake/parcel/YJ2024-0007");
  await page.getByRole("radio", { name: "窗口自取" }).check();
  await page.getByRole("button", { name: "收件" }).click();
  await page.getByText("连不上服务器").waitFor();
  await page.getByRole("radio", { name: "邮寄" }).check();
  await page.getByLabel("邮寄地址").fill("示例路 2 号");
  await page.getByRole("button", { name: "收件" }).click();
  await page.getByText("上次提交其实已办成（410184202410080000103X）").waitFor();
  await shot("told");
  if (await page.getByLabel("邮寄地址").inputValue() !== "示例路 2 号") throw new Error("what was typed is gone");
  await page.getByRole("button", { name: "收件" }).click();
  await page.getByText("已收件：410184202410080000104Z").waitFor();
  if (keys[0] !== keys[1] || keys[1] === keys[2]) throw new Error(`keys: ${keys}`);
}
