import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from '@playwright/test'
import { formatOnScale } from '@/lib/domain/format'
import { firstThreshold, gateSentence, thresholdFormat } from '@/lib/domain/gate-words'
import type { OutputPage } from '@/lib/domain/outputs'
import type { Report } from '@/lib/domain/report'
import { headlineSentence } from '@/lib/domain/sentences'
import { madeUpAudit } from '@/lib/server/analysis/testing'
import { pool } from '@/lib/server/db/pool'
import { makeAudit } from '@/lib/server/rating/testing'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { expect, test } from './fixtures'

/** An audit of about a hundred and twenty outputs with results, under an address of its own. */
async function auditWithResults(status: 'open' | 'closed' = 'closed') {
  const slug = `results-${crypto.randomUUID()}`
  const { id } = await seedAudit(pool(), { ...madeUpAudit(), slug })
  await pool().query('UPDATE audits SET status = $2 WHERE id = $1', [id, status])
  return { id, slug, path: `/audits/${slug}` }
}

/** What the API answers to the same person, which pages must agree with. */
async function api<T>(context: BrowserContext, slug: string, what: string, query = ''): Promise<T> {
  const headers = { 'sec-fetch-site': 'same-origin' }
  const answer = await context.request.get(`/api/v1/audits/${slug}/${what}?${query}`, { headers })
  expect(answer.status()).toBe(200)
  return answer.json()
}

const exposures = async (auditId: number) =>
  (await pool().query('SELECT user_id FROM exposures WHERE audit_id = $1', [auditId])).rows
const finding = (page: Page) => page.getByRole('region', { name: 'Finding' }).getByRole('heading')
const queryOf = (page: Page) => new URL(page.url()).searchParams
const noSidewaysScroll = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
    .toBeLessThanOrEqual(0)

test('an open audit asks before it shows results, and notes who has seen them', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const { id, path } = await auditWithResults('open')
  const analyst = await signIn('analyst')
  for (const tab of ['/outputs', '/outputs/o0-0', '']) {
    await page.goto(`${path}${tab}`)
    await expect(page.getByRole('heading', { name: 'Seeing results ends your rating here' })).toBeVisible()
  }
  await expectAccessible(page)
  expect(await exposures(id)).toEqual([])
  await page.getByRole('button', { name: 'Show the results' }).click()
  await expect(finding(page)).toBeVisible()
  expect(await exposures(id)).toEqual([{ user_id: analyst.id }])
  await page.reload()
  await expect(finding(page)).toBeVisible()
})

test('who rates in an open audit is told why its results stay closed', async ({ page, signIn }) => {
  const audit = await makeAudit(pool(), { outputs: 2 })
  await signIn('analyst')
  await page.goto(`/rate/${audit.publicId}`)
  await page.getByRole('button', { name: 'Start rating' }).click()
  await expect(page.getByText(/^Text of output \d+$/).first()).toBeVisible()
  await page.goto(`/audits/${audit.slug}`)
  await page.getByRole('button', { name: 'Show the results' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'You rate in this audit.' })).toBeVisible()
  expect(await exposures(audit.id)).toEqual([])
})

test('the report says what the API says, and a narrowed question is a link', async ({
  page,
  context,
  signIn,
  expectAccessible,
}) => {
  const { slug, path } = await auditWithResults()
  await signIn('analyst')
  await page.goto(path)
  const whole = await api<Report>(context, slug, 'report')
  await expect(finding(page)).toHaveText(`${headlineSentence(whole)}.`)
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('checkbox', { name: 'claude' }).first().check()
  await page.getByLabel('Feature', { exact: true }).selectOption('words')
  await page.getByLabel('From').fill('60')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('link', { name: 'Remove filter: Words from 60' })).toBeVisible()
  expect(queryOf(page).getAll('model')).toEqual(['claude'])
  const narrowed = await api<Report>(context, slug, 'report', queryOf(page).toString())
  expect(narrowed.n.outputs).toBeLessThan(whole.n.outputs)
  const sentence = `${headlineSentence(narrowed)}.`
  await expect(finding(page)).toHaveText(sentence)

  // Whoever is sent the address sees the same.
  const other = await context.newPage()
  await other.goto(page.url())
  await expect(finding(other)).toHaveText(sentence)
  await other.close()

  await page.getByRole('link', { name: 'Remove all' }).click()
  await expect(page.getByRole('list', { name: 'Filters in force' })).toBeHidden()
  await page.getByLabel('Criterion').selectOption('accuracy')
  await expect(page).toHaveURL(/criterion=accuracy/)
  const accuracy = await api<Report>(context, slug, 'report', 'criterion=accuracy')
  await expect(finding(page)).toHaveText(
    headlineSentence(accuracy) ? `${headlineSentence(accuracy)}.` : 'No finding yet',
  )
})

test('a model and a bin lead by keyboard to exactly their outputs', async ({ page, context, signIn }) => {
  const { slug, path } = await auditWithResults()
  await signIn('analyst')
  await page.goto(path)
  const { by_model: models, bins } = await api<Report>(context, slug, 'report', 'feature=words')
  const model = models.find(({ inflation }) => inflation !== null)!
  const row = page.getByRole('link', { name: new RegExp(`^${model.model}\\. Inflation`) })
  await row.focus()
  await expect(page.getByText(`${model.n} outputs, ${model.prompts} prompts`)).toBeVisible()
  await row.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: `${model.n} outputs` })).toBeVisible()

  await page.goBack()
  const bin = bins.words![1]!
  const dot = page.getByRole('link', { name: new RegExp(`^Words ${bin.lo} to ${bin.hi}\\.`) }).first()
  await dot.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: `${bin.n} outputs` })).toBeVisible()
  await expect(page.getByRole('link', { name: `Remove filter: Words ${bin.lo} to ${bin.hi}` })).toBeVisible()
})

test('outputs are sorted and paged by the server, and read one after the other', async ({
  page,
  context,
  signIn,
  expectAccessible,
}) => {
  const { slug, path } = await auditWithResults()
  await signIn('analyst')
  await page.goto(`${path}/outputs`)
  await page.getByRole('link', { name: 'Words' }).and(page.locator('th a')).click()
  await expect(page.getByRole('columnheader', { name: 'Words' })).toHaveAttribute('aria-sort', 'descending')
  const { outputs, total } = await api<OutputPage>(context, slug, 'outputs', 'sort=-words&limit=100')
  const ids = page.getByRole('row').getByRole('cell').getByRole('link')
  await expect(ids).toHaveText(outputs.slice(0, 50).map((row) => row.output_id))
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(ids.first()).toHaveText(outputs[50]!.output_id)
  await expect(page.getByText(`51 to ${Math.min(100, total)} of ${total} outputs`)).toBeVisible()

  await page.goBack()
  await ids.first().click()
  await expect(page.getByRole('heading', { level: 2, name: outputs[0]!.output_id })).toBeVisible()
  await expect(page.getByText(`Text of ${outputs[0]!.output_id}`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Next' }).click()
  await expect(page.getByRole('heading', { level: 2, name: outputs[1]!.output_id })).toBeVisible()
  await expect(page.getByText(`2 of ${total}`)).toBeVisible()
  await page.getByRole('link', { name: 'All selected outputs' }).click()
  await expect(ids.first()).toHaveText(outputs[0]!.output_id)
})

test('each chart is a table too, and can be taken along', async ({ page, context, signIn }) => {
  const { slug, path } = await auditWithResults()
  await signIn('analyst')
  await page.goto(path)
  const { by_model: models } = await api<Report>(context, slug, 'report')
  const figure = page.getByRole('figure').first()
  const take = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      figure
        .getByRole('button', { name })
        .or(figure.getByRole('link', { name, exact: true }))
        .click(),
    ])
    return readFile(await download.path())
  }
  const svg = (await take('SVG')).toString()
  for (const { model } of models) expect(svg).toContain(model)
  expect(svg).not.toMatch(/var\(|NaN/)
  expect((await take('PNG')).subarray(1, 4).toString()).toBe('PNG')
  const csv = (await take('CSV')).toString().trim().split('\n')
  expect(csv).toHaveLength(models.length + 1)

  await figure.getByRole('button', { name: 'As table' }).click()
  const shown = models.find(({ goal_mean: goal }) => goal !== null)!
  const cells = figure.getByRole('row', { name: new RegExp(`^${shown.model} `) })
  await expect(cells).toContainText(formatOnScale(shown.goal_mean, { min: 1, max: 5 }))
})

test('too little data and a wrong address are said in words', async ({ page, signIn, expectAccessible }) => {
  const slug = `little-${crypto.randomUUID()}`
  await seedAudit(pool(), {
    slug,
    outputs: [
      { output: 'a', prompt: 'p', model: 'm', features: { words: 3 } },
      { output: 'b', prompt: 'q', model: 'm', features: { words: 5 } },
    ],
    scores: [
      { output: 'a', unit: 1, judge: 'm' },
      { output: 'b', unit: 0.5, judge: 'm' },
    ],
    ratings: [
      { output: 'a', rater: 'r', unit: 0.5, source: 'import' },
      { output: 'b', rater: 'r', unit: 0.5, source: 'import' },
    ],
  })
  await pool().query(`UPDATE audits SET status = 'closed' WHERE slug = $1`, [slug])
  await signIn('analyst')
  await page.goto(`/audits/${slug}`)
  await expect(finding(page)).toHaveText('No finding yet')
  await expect(page.getByRole('region', { name: 'Finding' })).toContainText('2 of at least 10 outputs')
  await expectAccessible(page)
  await page.goto(`/audits/${slug}?model=nobody`)
  await expect(page.getByText(/nobody/).first()).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Audit' })).toBeVisible()
  await expectAccessible(page)
})

test('an audit without outputs says what to do next', async ({ page, signIn }) => {
  const slug = `empty-${crypto.randomUUID()}`
  await seedAudit(pool(), { slug, outputs: [] })
  await pool().query(`UPDATE audits SET status = 'closed' WHERE slug = $1`, [slug])
  await signIn('analyst')
  await page.goto(`/audits/${slug}`)
  await expect(page.getByRole('link', { name: 'Bring in outputs' })).toBeVisible()
  await page.goto(`/audits/${slug}/outputs`)
  await expect(page.getByRole('heading', { name: 'No output fits' })).toBeVisible()
})

test('an output is found and named by any id, one with a percent sign too', async ({ page, signIn }) => {
  const slug = `ids-${crypto.randomUUID()}`
  const ids = ['50%', 'a%20b']
  const outputs = ids.map((output) => ({ output, prompt: 'p', model: 'm' }))
  const { id } = await seedAudit(pool(), { slug, outputs })
  await pool().query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [id])
  await signIn('analyst')
  for (const output of ids) {
    await page.goto(`/audits/${slug}/outputs/${encodeURIComponent(output)}`)
    await expect(page).toHaveTitle(new RegExp(`^Output ${output}: `))
    await expect(page.getByText(`Text of ${output}`)).toBeVisible()
  }
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`report and outputs fit a phone, ${colorScheme}`, async ({ page, signIn, expectAccessible }) => {
    const { path } = await auditWithResults()
    await signIn('analyst')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const tab of ['', '/outputs', '/outputs/o0-0']) {
      await page.goto(`${path}${tab}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await noSidewaysScroll(page)
      await expectAccessible(page)
    }
  })

test('a gate is tried at a threshold, taken along, and read behind', async ({
  page,
  context,
  signIn,
  expectAccessible,
}) => {
  const { slug, path } = await auditWithResults()
  await signIn('analyst')
  await page.goto(`${path}?signal=self&max_false_accept=0.2`)
  const { gate } = await api<Report>(context, slug, 'report', 'signal=self&max_false_accept=0.2')
  const section = page.getByRole('region', { name: 'What a gate on this score would let through' })
  const format = thresholdFormat(
    gate.curve.map(({ t }) => t),
    { min: 1, max: 5 },
    true,
  )
  const sentence = (at: number) => `${gateSentence(gate.curve[at]!, gate, 'human', format)}.`
  await expect(section.getByText(sentence(firstThreshold(gate)))).toBeVisible()
  await section.getByRole('slider', { name: 'Threshold' }).press('Home')
  await expect(section.getByText(sentence(0))).toBeVisible()
  await section.getByRole('slider', { name: 'Threshold' }).press('ArrowRight')
  await expect(section.getByText(sentence(1))).toBeVisible()
  await expectAccessible(page)

  const figure = section.getByRole('figure').first()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    figure.getByRole('link', { name: 'CSV', exact: true }).click(),
  ])
  const csv = (await readFile(await download.path(), 'utf8')).trim().split('\n')
  expect(csv).toHaveLength(gate.curve.length + 1)
  await figure.getByRole('button', { name: 'As table' }).click()
  await expect(figure.getByRole('row')).toHaveCount(gate.curve.length + 1)

  // Another target is another address, and another verdict where it changes one.
  await section.getByLabel('False accepts, at most').selectOption('0.5')
  await expect(page).toHaveURL(/max_false_accept=0\.5/)
  await expect(section.getByText('The guarantee is for')).toBeVisible()

  const { rejected } = gate.curve[1]!
  await section.getByRole('slider', { name: 'Threshold' }).press('Home')
  await section.getByRole('slider', { name: 'Threshold' }).press('ArrowRight')
  await section.getByRole('link', { name: `Read ${rejected} of them that people reject` }).click()
  await expect(page.getByRole('heading', { level: 2, name: `${rejected} outputs` })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Remove filter: People reject' })).toBeVisible()

  await page.goto(`${path}?signal=self`)
  await section.getByRole('figure').first().getByRole('link', { name: 'Method' }).click()
  await expect(page).toHaveURL(/methods#gate$/)
  await expect(page.getByRole('heading', { name: 'What a gate lets through' })).toBeVisible()
})

test('a feature is read with the model held equal, and a cell of the heat map leads to its outputs', async ({
  page,
  context,
  signIn,
  expectAccessible,
}) => {
  const { slug, path } = await auditWithResults()
  await signIn('analyst')
  await page.goto(`${path}?signal=self`)
  const { joint } = await api<Report>(context, slug, 'report', 'signal=self')
  const features = page.getByRole('region', { name: 'Surface features' })
  await expect(async () => {
    await features.getByText('Hold equal', { exact: true }).click()
    await expect(features.getByRole('link', { name: 'Hold equal Model' })).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await features.getByRole('link', { name: 'Hold equal Model' }).click()
  await expect(page).toHaveURL(/control=model/)
  await expect(features.getByText('holding model equal').first()).toBeVisible()
  await expectAccessible(page)

  const cell = joint[0]!
  const table = page.getByRole('region', { name: 'Score by score' }).getByRole('figure')
  await table
    .getByRole('link', { name: new RegExp(`^${cell.n} outputs?: Own rating`) })
    .first()
    .click()
  await expect(
    page.getByRole('heading', { level: 2, name: new RegExp(`^${cell.n} outputs?$`) }),
  ).toBeVisible()
  await expect(page.getByRole('link', { name: /^Remove filter: Own rating / })).toBeVisible()
  await expectAccessible(page)
})

test('each part of the demo’s report has its table, its method and its numbers to take along', async ({
  page,
  signIn,
}) => {
  const parts = [
    { name: 'Self-preference', entry: 'self-preference', header: 'judge,family,n,' },
    { name: 'By group of raters', entry: 'groups' },
    { name: 'Surface features', entry: 'features', header: 'feature,' },
    { name: 'What a gate on this score would let through', entry: 'gate', header: 't,outputs,pass_rate,' },
    { name: 'How far raters agree', entry: 'raters', header: 'figure,of,estimate,' },
    { name: 'Slices', entry: 'slices' },
  ]
  await signIn('analyst')
  await page.goto('/audits/demo')
  for (const { name, entry, header } of parts) {
    const figure = page.getByRole('region', { name, exact: true }).getByRole('figure').first()
    await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible()
    // A click that comes before the page is alive is lost; a second one would turn the chart back.
    await expect(async () => {
      const button = figure.getByRole('button', { name: 'As table' })
      if (await button.isVisible()) await button.click()
      await expect(figure.getByRole('table').getByRole('row').nth(1)).toBeVisible({ timeout: 1_000 })
    }).toPass()
    await expect(figure.getByRole('link', { name: 'Method' })).toHaveAttribute('href', `/methods#${entry}`)
    if (header === undefined) continue
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      figure.getByRole('link', { name: 'CSV', exact: true }).click(),
    ])
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n')
    expect(lines[0]).toContain(header)
    expect(lines.length).toBeGreaterThan(2)
  }
  await page.goto('/methods')
  for (const { entry } of parts)
    await expect(page.locator(`[id="${entry}"]`).getByRole('heading')).toBeVisible()
})
