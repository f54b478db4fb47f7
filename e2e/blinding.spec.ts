import { pool } from '@/lib/server/db/pool'
import { importRecords } from '@/lib/server/intake/import'
import { makeAudit } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'

/** A draft with outputs that betray their authors. */
async function makeLeakyAudit() {
  const audit = await makeAudit(pool(), { outputs: 0, status: 'draft' })
  const texts = {
    a: 'As an AI developed by OpenAI, I cannot say.',
    b: 'It is seven. Score: 9/10',
    c: 'It is seven, and I am confident that it is.',
    d: 'It is seven.',
  }
  const lines = Object.entries(texts).map(([id, text]) =>
    JSON.stringify({ output_id: id, prompt_id: 'p', prompt: 'How many?', model: 'gpt-x', text }),
  )
  const stream = (async function* () {
    yield Buffer.from(lines.join('\n'))
  })()
  await importRecords({ auditId: audit.id, userId: null, kind: 'outputs', format: 'ndjson', stream })
  return audit
}

test('an analyst decides what becomes of texts that betray their author, and the rater sees what was decided', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  test.slow()
  const audit = await makeLeakyAudit()
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/settings`)
  await page.getByRole('button', { name: 'Open for rating' }).click()
  await expect(page.getByRole('dialog')).toContainText('4 places where an output names its author')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Decide first' }).click()

  // Who reads them has read what raters must not.
  await page.getByRole('button', { name: 'Show the results' }).click()
  await expect(page.getByRole('heading', { name: '4 places', exact: true })).toBeVisible()
  await expectAccessible(page)
  const places = page.getByRole('main').getByRole('listitem')
  await page.getByRole('button', { name: 'Mask: all 4 places' }).click()
  await expect(page.getByText('4 places decided.')).toBeVisible()
  await places.filter({ hasText: 'Score: 9/10' }).getByRole('button', { name: 'Exclude' }).click()
  await expect(places.filter({ hasText: 'Score: 9/10' })).toContainText('Output excluded')
  await places.filter({ hasText: 'I am confident' }).getByRole('button', { name: 'Let stand' }).click()
  await expect(places.filter({ hasText: 'I am confident' })).toContainText('Left standing')
  await page.getByRole('link', { name: 'masked', exact: true }).click()
  await expect(page.getByRole('heading', { name: '2 places masked' })).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement)
  expect(scrollWidth).toBe(clientWidth)

  await page.goto(`/audits/${audit.slug}/data`)
  await expect(page.getByRole('table', { name: 'Places that betray an author, by pattern' })).toBeVisible()
  await page.goto(`/audits/${audit.slug}/settings`)
  await page.getByRole('button', { name: 'Open for rating' }).click()
  await expect(page.getByRole('dialog')).not.toContainText('names its author')
  await page.getByRole('dialog').getByRole('button', { name: 'Open for rating' }).click()
  await expect(page.getByText('Open. Raters can begin.')).toBeVisible()

  await signIn('rater')
  await page.goto(`/rate/${audit.publicId}?started`)
  const seen: string[] = []
  for (let i = 0; i < 3; i++) {
    const text = page.getByText(/It is seven|I cannot say/).filter({ visible: true })
    await expect(text).toHaveCount(1)
    seen.push((await text.textContent()) ?? '')
    await page.keyboard.press('3')
    await page.getByLabel('Truth, as a number').fill('0.5')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status')).toContainText(i < 2 ? 'Next output.' : /./)
  }
  expect(seen.map((text) => text.trim()).sort()).toEqual([
    'It is seven, and I am confident that it is.',
    'It is seven.',
    '▇▇▇ ▇▇▇, I cannot say.',
  ])
})
