// The issuance window ticks the cases of its list, prints them all, goes on after the printer stood
// still and says what became of the one nobody knows about.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, credentials, shot }) {
  await signIn(page, credentials.issuance);
  await page.getByRole("heading", { name: "待收结果" }).waitFor();
  await page.goto("/console/#/todo/all");
  await page.getByRole("heading", { name: "全部" }).waitFor();
  await page.getByRole("button", { name: "全选" }).click();
  const all = await page.locator("input[data-choose]:checked").count();
  if (all < 4) throw new Error(`only ${all} cases to choose`);
  await page.locator("input[data-choose]").last().uncheck();
  await shot("chosen");
  await page.getByRole("button", { name: `打印所选 ${all - 1} 件` }).click();
  await shot("choice");
  await page.getByRole("dialog").getByRole("button", { name: "打印", exact: true }).click();
  await page.getByText("有文书结果未知").waitFor();
  await shot("midway");
  const left = await page.locator("[data-line]", { hasText: "排队" }).count();
  await page.getByRole("button", { name: `继续（其余 ${left} 份）` }).click();
  await page.locator("[data-line]", { hasText: "排队" }).first().waitFor({ state: "detached" });
  await page.getByRole("button", { name: "已打印", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "已打印", exact: true }).click();
  await page.getByText(`已打印 ${all - 1}`).waitFor();
  await shot("done");
  await page.getByRole("link", { name: "打印", exact: true }).click();
  await page.getByRole("heading", { name: "打印批次" }).waitFor();
  await page.goto(`/console/#/case/${credentials.issuance.result.case_no}`);
  await page.getByRole("button", { name: "送打印机" }).first().waitFor();
  await shot("case");
}
