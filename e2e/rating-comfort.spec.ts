import { pool } from '@/lib/server/db/pool'
import { makeAudit } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'
import { rateByKeys, shownText, startRating, stored } from './rating-steps'

/** Makes the outputs of an audit long enough to scroll. */
async function makeLong(auditId: number): Promise<void> {
  await pool().query(
    `UPDATE output_texts t SET body = repeat(E'A line of some length that has to be read.\n\n', 120)
     FROM output_versions v WHERE v.id = t.version_id AND v.audit_id = $1`,
    [auditId],
  )
}

test('a whole task is rated without a mouse, from the list to the end', async ({ page, signIn }) => {
  const audit = await makeAudit(pool(), { outputs: 3 })
  await signIn('rater')
  await page.goto('/rate')
  const link = page.locator(`a[href="/rate/${audit.publicId}"]`)
  await link.focus()
  await page.keyboard.press('Enter')
  const start = page.getByRole('button', { name: 'Start rating' })
  await expect(start).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('Tab')
    await expect(start).toBeFocused({ timeout: 1 })
  }).toPass()
  await page.keyboard.press('Enter')
  for (const [n, quality] of [1, 3, 5].entries()) {
    await expect(page.getByText(`${n} of 3`, { exact: true })).toBeVisible()
    await expect(page.getByRole('radio', { name: '1' })).toBeFocused()
    await page.keyboard.press(String(quality))
    // To the next criterion, the slider, and one step up from its middle.
    await page.keyboard.press('Tab')
    await expect(page.getByRole('slider', { name: 'Truth' })).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
  }
  await expect(page.getByRole('heading', { name: 'That was all, thank you' })).toBeVisible()
  const scores = (await stored(audit.id)).filter(({ key }) => key === 'quality').map(({ score }) => score)
  expect(scores).toEqual([1, 3, 5])
})

test('a pause hides the text and stops the clock, and so do idle minutes', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const audit = await makeAudit(pool(), { outputs: 2 })
  await signIn('rater')
  await page.clock.install()
  await startRating(page, audit.publicId)
  await page.keyboard.press('3')
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'Paused' })).toBeVisible()
  await expect(shownText(page)).toBeHidden()
  await expect(page.getByRole('button', { name: 'Go on' })).toBeFocused()
  await expectAccessible(page)
  await page.clock.fastForward('20:00')
  // Keys of the desk do nothing meanwhile.
  await page.keyboard.press('5')
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'Paused' })).toBeHidden()
  await expect(page.getByRole('radio', { name: '3' })).toBeChecked()
  // Ten minutes without a sign count as the one minute that may be reading.
  await page.clock.fastForward('10:00')
  await rateByKeys(page, 3, '0.5')
  await expect.poll(() => stored(audit.id)).toHaveLength(2)
  const { rows } = await pool().query<{ seconds: number }>(
    `SELECT seconds FROM assignments WHERE audit_id = $1 AND status = 'submitted'`,
    [audit.id],
  )
  expect(rows[0]!.seconds).toBeGreaterThanOrEqual(60)
  expect(rows[0]!.seconds).toBeLessThan(180)
})

test('the time left is told from the pace, and only once there is one', async ({ page, signIn }) => {
  const audit = await makeAudit(pool(), { outputs: 30 })
  await signIn('rater')
  await page.clock.install()
  await startRating(page, audit.publicId)
  for (let n = 1; n <= 5; n++) {
    await expect(page.getByText('at your pace')).toBeHidden()
    const text = (await shownText(page).textContent()) ?? ''
    await page.clock.fastForward(60_000)
    await rateByKeys(page, 3, '0.5')
    await expect(shownText(page)).not.toHaveText(text)
  }
  await expect(page.getByText(/^about (25|30) minutes left at your pace$/)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/^about (25|30) minutes left at your pace$/)).toBeVisible()
})

test('text is set as large as the rater wants, and stays so', async ({ page, signIn, expectAccessible }) => {
  const audit = await makeAudit(pool(), { outputs: 2 })
  await signIn('rater')
  await startRating(page, audit.publicId)
  const size = () =>
    shownText(page).evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))
  const usual = await size()
  await page.keyboard.press('>')
  await page.keyboard.press('>')
  expect(await size()).toBeGreaterThan(usual + 3)
  await expectAccessible(page)
  const large = await size()
  await page.reload()
  await expect(shownText(page)).toBeVisible()
  expect(await size()).toBe(large)
  await page.keyboard.press('<')
  expect(await size()).toBeLessThan(large)
})

test('a long output scrolls beside scales that stay in view', async ({ page, signIn }) => {
  const audit = await makeAudit(pool(), { outputs: 2 })
  await makeLong(audit.id)
  await signIn('rater')
  await page.goto(`/rate/${audit.publicId}?started`)
  const scale = page.getByRole('radio', { name: '1' })
  await expect(scale).toBeFocused()
  const before = await page.locator('label', { has: scale }).boundingBox()
  await page.mouse.move(400, 400)
  await page.mouse.wheel(0, 3_000)
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(1_000)
  expect(await page.locator('label', { has: scale }).boundingBox()).toEqual(before)
  await expect(page.getByRole('button', { name: 'Submit' })).toBeInViewport()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('all of it is done by touch', async ({ page, signIn, expectAccessible }) => {
    const audit = await makeAudit(pool(), { outputs: 2 })
    await makeLong(audit.id)
    await signIn('rater')
    await page.goto(`/rate/${audit.publicId}`)
    await page.getByRole('button', { name: 'Start rating' }).tap()
    const choose = async (point: string) =>
      page.locator('label', { has: page.getByRole('radio', { name: point }) }).tap()
    await choose('4')
    await page.getByRole('slider', { name: 'Truth' }).tap()
    await page.getByRole('button', { name: 'Submit' }).tap()
    await expect(page.getByText('1 of 2', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).tap()
    await expect(page.getByRole('radio', { name: '4' })).toBeChecked()
    await page.getByRole('button', { name: 'Submit' }).tap()
    await page.getByRole('button', { name: 'Pause' }).tap()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Go on' }).tap()
    await page.getByRole('button', { name: 'More' }).tap()
    await page.getByRole('button', { name: 'Larger text' }).tap()
    await expectAccessible(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Your ratings', exact: true }).tap()
    await expect(page.getByRole('listitem')).toHaveCount(1)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Close' }).tap()
    await choose('2')
    await page.getByRole('slider', { name: 'Truth' }).tap()
    await page.getByRole('button', { name: 'Submit' }).tap()
    await expect(page.getByRole('heading', { name: 'That was all, thank you' })).toBeVisible()
    await expect.poll(async () => (await stored(audit.id)).filter(({ current }) => current)).toHaveLength(4)
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(scrolls).toBe(0)
  })
})
