import { pool } from '@/lib/server/db/pool'
import { importRecords } from '@/lib/server/intake/import'
import { makeAudit } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'
import { rateByKeys, shownText } from './rating-steps'

/** How a browser asks for a page, and for its payload on its own. */
const PAYLOADS: Record<string, string>[] = [{}, { RSC: '1' }, { RSC: '1', 'Next-Router-Prefetch': '1' }]

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
  expectFine,
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
  await page.getByRole('button', { name: /^Mask ?: all 4 places$/ }).click()
  await expect(page.getByText('4 places decided.')).toBeVisible()
  await places.filter({ hasText: 'Score: 9/10' }).getByRole('button', { name: 'Exclude' }).click()
  await expect(places.filter({ hasText: 'Score: 9/10' })).toContainText('Output excluded')
  await places.filter({ hasText: 'I am confident' }).getByRole('button', { name: 'Let stand' }).click()
  await expect(places.filter({ hasText: 'I am confident' })).toContainText('Left standing')
  await page.getByRole('link', { name: 'masked', exact: true }).click()
  await expect(page.getByRole('heading', { name: '2 places masked' })).toBeVisible()
  await expectFine(page)

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

test('a rater who has finished guesses the authors, and no name reaches one who can still rate', async ({
  page,
  context,
  signIn,
  expectAccessible,
  baseURL,
}) => {
  test.slow()
  const audit = await makeAudit(pool(), { outputs: 2, perOutput: 2 })
  await pool().query(`UPDATE audits SET plan = '{"ask_authors": true}' WHERE id = $1`, [audit.id])
  await pool().query(
    `WITH m AS (INSERT INTO models (audit_id, name, family) VALUES ($1, 'hidden-two', 'hidden') RETURNING id)
     UPDATE output_versions SET model_id = m.id FROM m WHERE output_id = $2`,
    [audit.id, audit.outputIds[1]],
  )
  await signIn('rater')
  const bytes: string[] = []
  const reading: Promise<void>[] = []
  page.on('response', (response) => {
    reading.push(
      response
        .text()
        .then((text) => void bytes.push(text))
        .catch(() => {}),
    )
  })
  const finish = `/rate/${audit.publicId}/finish`
  await page.goto(finish)
  await expect(page.getByText('Nothing more is asked of you here')).toBeVisible()
  await page.goto(`/rate/${audit.publicId}?started`)
  for (const _ of [1, 2]) {
    await expect(shownText(page)).toBeVisible()
    await rateByKeys(page, 3, '0.5')
  }
  await expect(page.getByRole('heading', { name: 'That was all, thank you' })).toBeVisible()
  await page.getByRole('link', { name: 'One last question' }).click()
  await expect(page.getByRole('heading', { name: 'One last question: who wrote it?' })).toBeVisible()
  await expectAccessible(page)
  for (const headers of PAYLOADS)
    bytes.push(await (await context.request.get(`${baseURL}${finish}`, { headers })).text())
  await Promise.all(reading)
  expect(bytes.join('')).toContain('Text of output')
  for (const text of bytes) expect(text).not.toMatch(/hidden-/)

  await page.getByRole('button', { name: 'End my rating and guess' }).click()
  await expect(page.getByRole('heading', { name: /Who wrote this\?/ })).toContainText('1 of 2')
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByLabel('hidden-model').check()
  await page.getByRole('button', { name: 'Keep this guess' }).click()
  await expect(page.getByRole('heading', { name: /Who wrote this\?/ })).toContainText('2 of 2')
  await page.getByLabel('I don’t know').check()
  await page.getByRole('button', { name: 'Keep this guess' }).click()
  await expect(page.getByText('Your guesses are kept')).toBeVisible()
  await expectAccessible(page)
  const { rows } = await pool().query(
    'SELECT count(*)::int AS n, count(model_id)::int AS named FROM author_guesses WHERE audit_id = $1',
    [audit.id],
  )
  expect(rows).toEqual([{ n: 2, named: 1 }])

  await page.goto(`/rate/${audit.publicId}`)
  await expect(page.getByRole('heading', { name: 'You finished this rating task' })).toBeVisible()
})

test('a sealed audit shows results to nobody until the planned ratings are in, and says what was planned', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  test.slow()
  const audit = await makeAudit(pool(), { outputs: 1, status: 'draft' })
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/settings`)
  await page.getByLabel('Primary contrast').selectOption('quality')
  await page.getByLabel('Accepted from').fill('4')
  await page.getByLabel('Seal the results').check()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.getByRole('button', { name: 'Open for rating' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Open for rating' }).click()
  await expect(page.getByText('Open. Raters can begin.')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Seal the results')).toBeDisabled()
  for (const tab of ['', '/outputs', '/outputs/o1']) {
    await page.goto(`/audits/${audit.slug}${tab}`)
    await expect(page.getByRole('heading', { name: 'Sealed' })).toBeVisible()
    await expect(page.getByText('1 rating is missing')).toBeVisible()
  }
  await expectAccessible(page)

  await signIn('rater')
  await page.goto(`/rate/${audit.publicId}?started`)
  await expect(shownText(page)).toBeVisible()
  await rateByKeys(page, 3, '0.5')
  await expect(page.getByRole('heading', { name: 'That was all, thank you' })).toBeVisible()

  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}`)
  await page.getByRole('button', { name: 'Show the results' }).click()
  await expect(page.getByText(/^Plan, locked/)).toBeVisible()
  await expect(
    page.getByText(/^Sealed from everybody until .*, when the planned ratings were in/),
  ).toBeVisible()
  await expectAccessible(page)
})
