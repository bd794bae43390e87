// Anyone holding a slip: the QR code's page on a telephone, masked.

export const context = { viewport: { width: 390, height: 844 } };

export default async function ({ page, credentials, shot }) {
  await page.goto(`/q/${credentials.slip.token}`);
  await page.getByText("办件编号", { exact: true }).waitFor();
  if ((await page.content()).includes(credentials.slip.name)) throw new Error("the name is not masked");
  await shot("masked");
  await page.goto("/q/no-such-token-at-all");
  await page.getByText("没有找到该办件").waitFor();
}
