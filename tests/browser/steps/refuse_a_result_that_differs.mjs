// R12: the result differs from the intake data. It cannot be taken; it goes back with the reason.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, credentials, shot }) {
  const { different } = credentials.issuance;
  await signIn(page, credentials.issuance);
  await page.getByRole("row").filter({ hasText: different.case_no }).click();
  await page.getByText("不得接收，退回部门更正").waitFor();
  if (await page.getByRole("button", { name: "核对一致，接收结果" }).isEnabled()) throw new Error("a differing result could be taken");
  await shot("differs");
  await page.getByRole("button", { name: "不一致，退回部门" }).first().click();
  const reason = page.getByLabel("不一致之处");
  if (!(await reason.inputValue()).includes(different.label)) throw new Error("the reason does not name the difference");
  await shot("reason");
  await page.getByRole("button", { name: "不一致，退回部门" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "不一致，退回部门" }).click();
  await page.getByText(/^结果.*不一致，退回部门/).waitFor();
  await shot("returned");
}
