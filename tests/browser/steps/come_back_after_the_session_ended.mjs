// The session ends while a form is being filled: the page is hidden, and after signing in again what
// was typed is still there and is sent once.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, context, credentials, shot }) {
  const { kept } = credentials.issuance;
  await signIn(page, credentials.issuance);
  await page.getByRole("heading", { name: "待收结果" }).waitFor();
  await page.goto(`/console/#/case/${kept.case_no}`);
  await page.getByRole("radio", { name: "收件通知单", exact: true }).check();
  await page.getByLabel(/代领人/).fill("李样本");
  await context.clearCookies();
  await page.getByRole("button", { name: "窗口发放" }).click();
  await page.getByText("登录已超时，请重新登录").waitFor();
  await shot("again");
  await page.getByRole("dialog").getByLabel("密码").fill(credentials.issuance.password);
  await page.getByRole("dialog").getByRole("button", { name: "登录" }).click();
  await page.getByRole("tab", { name: /登记送达反馈/ }).waitFor();
  await shot("went-on");
}
