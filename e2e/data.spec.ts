import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { pool } from '@/lib/server/db/pool'
import { newAudit, output } from '@/lib/server/intake/testing'
import { expect, test } from './fixtures'

const slugOf = async (auditId: number): Promise<string> =>
  (await pool().query('SELECT slug FROM audits WHERE id = $1', [auditId])).rows[0].slug

const chooseFile = (page: Page, name: string, text: string) =>
  page
    .getByLabel('Choose a file, or drop it here')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })
const ndjson = (records: object[]) => records.map((record) => JSON.stringify(record)).join('\n')

test('an analyst checks a file, looks at what it would do, and imports it', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const auditId = await newAudit(pool())
  const slug = await slugOf(auditId)
  const { id } = await signIn('analyst')
  await page.goto(`/audits/${slug}/data`)
  await expect(page.getByRole('heading', { name: 'Nothing has come in yet' })).toBeVisible()
  await expectAccessible(page)

  await chooseFile(page, 'answers.jsonl', ndjson([output('o1'), output('o2', { text: 'A <b>cat</b>.' })]))
  await expect(page.getByLabel('The file holds')).toHaveValue('outputs')
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(page.getByText('Nothing is written yet.')).toBeVisible()
  await expect(page.getByRole('cell', { name: 'A <b>cat</b>.' })).toBeVisible()
  await expectAccessible(page)
  expect((await pool().query('SELECT FROM outputs WHERE audit_id = $1', [auditId])).rowCount).toBe(0)

  await page.getByRole('button', { name: 'Import 2 records' }).click()
  await expect(page.getByText('Imported: revision 1')).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: 'answers.jsonl' })
  await expect(row.getByRole('cell').last()).toHaveText('1')
  await expectAccessible(page)
  const { rows } = await pool().query('SELECT user_id, received FROM imports WHERE audit_id = $1', [auditId])
  expect(rows).toEqual([{ user_id: id, received: 2 }])

  await chooseFile(page, 'answers.jsonl', ndjson([output('o1'), output('o2', { text: 'A <b>cat</b>.' })]))
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(page.getByText('All of this is here already')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0)
})

test('errors are shown by line and can be taken along', async ({ page, signIn, expectAccessible }) => {
  const slug = await slugOf(await newAudit(pool()))
  await signIn('analyst')
  await page.goto(`/audits/${slug}/data`)
  const csv = 'output_id,prompt_id,prompt,model,text\no1,p,Q,m,A\no1,p,Q,m,B\no2,p,=1+1,m\n'
  await chooseFile(page, 'outputs.csv', csv)
  await page.getByRole('button', { name: 'Check the file' }).click()
  await expect(page.getByText('2 errors: nothing can be imported')).toBeVisible()
  await expect(page.getByRole('cell', { name: '"o1" is already on line 2' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0)
  await expectAccessible(page)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Errors as CSV' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  expect(text).toBe(
    '"line","path","message"\n"3","output_id","""o1"" is already on line 2"\n"4","","has 4 cells where the header has 5"\n',
  )
})

test('works on a phone, by keyboard, and warns before a check of ratings', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const auditId = await newAudit(pool())
  const slug = await slugOf(auditId)
  const { id } = await signIn('analyst')
  await page.setViewportSize({ width: 390, height: 800 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`/audits/${slug}/data`)
  await chooseFile(page, 'outputs.jsonl', ndjson([output('o1')]))
  await page.getByRole('button', { name: 'Check the file' }).press('Enter')
  await page.getByRole('button', { name: 'Import 1 record' }).press('Enter')
  await expect(page.getByText('Imported: revision 1')).toBeVisible()

  const exposed = async () =>
    (await pool().query('SELECT FROM exposures WHERE audit_id = $1 AND user_id = $2', [auditId, id])).rowCount
  await chooseFile(page, 'r.csv', 'output_id,rater,criterion,score\no1,ann,quality,3\n')
  await expect(page.getByLabel('The file holds')).toHaveValue('human-ratings')
  await expect(page.getByText('Bringing in ratings ends your rating here')).toBeVisible()
  await expectAccessible(page)
  expect(await exposed()).toBe(0)
  await page.getByRole('button', { name: 'Check the file' }).press('Enter')
  await expect(page.getByText('The file is good')).toBeVisible()
  expect(await exposed()).toBe(1)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await expectAccessible(page)
})

test('takes nothing from another site, nor from a rater', async ({
  page,
  signIn,
  baseURL,
  expectConsoleErrors,
}) => {
  expectConsoleErrors(/403/)
  const slug = await slugOf(await newAudit(pool()))
  await signIn('analyst')
  const address = `${baseURL}/audits/${slug}/data/upload?kind=outputs`
  const data = ndjson([output('o1')])
  const foreign = await page.request.post(address, {
    data,
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  })
  expect(foreign.status()).toBe(403)
  await signIn('rater')
  await page.goto('/rate')
  const status = await page.evaluate(
    async ([to, body]) => (await fetch(to!, { method: 'POST', body })).status,
    [address, data],
  )
  expect(status).toBe(403)
})
