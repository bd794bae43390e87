// The acceptance window: who booked has come, a parcel is opened; materials are ticked one by one.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, credentials, shot }) {
  await signIn(page, credentials.acceptance);
  await page.getByRole("link", { name: "预约收件" }).click();
  await page.getByRole("heading", { name: "预约收件" }).waitFor();
  await shot("bookings");
  await page.getByRole("button", { name: "改约" }).click();
  await page.getByLabel("改到时段").selectOption("10:00-11:00");
  await shot("booking-moved");
  await page.getByRole("button", { name: "改约" }).first().click();
  await page.getByText(/已改约，/).waitFor();
  await page.getByRole("button", { name: "取消预约" }).click();
  await page.getByLabel("取消原因").fill("申请人来电");
  await page.getByRole("button", { name: "取消预约" }).first().click();
  await page.getByText(/已取消预约，/).waitFor();
  await page.getByRole("button", { name: "取消预约" }).first().waitFor({ state: "detached" });
  await page.getByRole("link", { name: "收件", exact: true }).first().click();
  await page.getByRole("checkbox").first().waitFor();
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("radio", { name: "窗口自取" }).check();
  await shot("form");
  await page.getByRole("button", { name: "收件" }).click();
  await page.getByText("已收件：").last().waitFor();

  await page.getByRole("link", { name: "邮寄收件" }).click();
  await page.getByRole("heading", { name: "邮寄收件" }).waitFor();
  await shot("parcels");
  await page.getByRole("link", { name: "收件", exact: true }).click();
  await page.getByRole("checkbox").first().check();
  await page.getByRole("radio", { name: "邮寄" }).check();
  await page.getByLabel("邮寄地址").fill("示例路 1 号");
  await shot("parcel-form");
  await page.getByRole("button", { name: "收件" }).click();
  await page.getByText("已收件：").last().waitFor();
}
