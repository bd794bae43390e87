// A department without a system: the window makes the list of papers, the department's clerk checks it line by
// line, signs, and enters the decision with the day it was made.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, context, credentials, shot }) {
  await signIn(page, { user: "shouli", password: credentials.password });
  await page.getByRole("link", { name: "材料交接" }).click();
  await page.getByRole("heading", { name: /^材料交接/ }).waitFor();
  await shot("draft");
  await page.getByRole("button", { name: "制作交接单" }).click();
  await page.getByRole("link", { name: "打印交接单" }).waitFor();
  await shot("made");

  await context.clearCookies();
  await signIn(page, { user: "tiyu", password: credentials.password });
  await page.getByText("待签收").first().waitFor();
  await shot("work-list");
  await page.getByRole("link", { name: "材料交接" }).click();
  const boxes = page.getByRole("checkbox", { name: /^已核对/ });
  await boxes.first().waitFor();
  const count = await boxes.count();
  await boxes.first().check();
  await page.getByRole("button", { name: "核对完毕，签收" }).click();
  await page.getByText(`还有 ${count - 1} 件没有核对`).waitFor();
  for (const box of await boxes.all()) await box.check();
  await page.getByLabel(/^差异/).last().fill("申请书缺一份");
  await shot("checked");
  await page.getByRole("button", { name: "核对完毕，签收" }).click();
  await page.getByRole("button", { name: "签收", exact: true }).click();
  await page.getByText("没有待交接的材料").waitFor();

  await page.getByRole("link", { name: /^待办/ }).click();
  await page.getByRole("heading", { name: /^待办/ }).waitFor();
  await page.getByRole("row").nth(1).click();
  await page.getByText("登记决定和结果").first().waitFor();
  await shot("case");
}
