import { expect, test } from './fixtures'

test('a page that does not exist says so, and can be read by everybody', async ({
  page,
  signIn,
  expectAccessible,
  expectConsoleErrors,
}) => {
  await signIn('analyst')
  expectConsoleErrors(/404/)
  const answer = await page.goto('/no-such-page')
  expect(answer?.status()).toBe(404)
  await expectAccessible(page)
})
