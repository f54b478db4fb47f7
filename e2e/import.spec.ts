import { request as httpRequest } from 'node:http'
import type { Page } from '@playwright/test'
import { pool } from '@/lib/server/db/pool'
import { newAudit, output } from '@/lib/server/intake/testing'
import { expect, test } from './fixtures'

const slugOf = async (auditId: number): Promise<string> =>
  (await pool().query('SELECT slug FROM audits WHERE id = $1', [auditId])).rows[0].slug

const outputsOf = async (auditId: number): Promise<string[]> => {
  const { rows } = await pool().query('SELECT external_id FROM outputs WHERE audit_id = $1 ORDER BY 1', [
    auditId,
  ])
  return rows.map((row) => row.external_id)
}

const ndjson = (records: object[]) => records.map((record) => JSON.stringify(record)).join('\n')

/** Chooses a file on the data page and has it checked. */
async function check(page: Page, name: string, text: string): Promise<void> {
  await page
    .getByLabel('Choose a file, or drop it here')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Check the file' }).click()
}

test('an analyst mends a file by what is told of its lines, then brings in what models say of the texts', async ({
  page,
  signIn,
  expectAccessible,
}) => {
  const auditId = await newAudit(pool())
  const slug = await slugOf(auditId)
  await signIn('analyst')
  await page.goto(`/audits/${slug}/data`)

  const good = [output('o1'), output('o2'), output('o3')]
  await check(
    page,
    'outputs.jsonl',
    ndjson([good[0]!, { ...good[1], text: 7 }, { ...good[2], colour: 'red' }]),
  )
  const faults = page.getByRole('table', { name: 'Errors by line' })
  await expect(faults.getByRole('row').filter({ hasText: '2' }).first()).toContainText('text')
  await expect(faults.getByRole('row').filter({ hasText: '3' }).first()).toContainText('colour')
  await expectAccessible(page)

  await check(page, 'outputs.jsonl', ndjson(good))
  await page.getByRole('button', { name: 'Import 3 records' }).click()
  await expect(page.getByText('Imported: revision 1')).toBeVisible()
  expect(await outputsOf(auditId)).toEqual(['o1', 'o2', 'o3'])

  const csv = 'output_id,rater_model,criterion,score\no1,gpt-x,quality,5\no2,gpt-x,quality,4\n'
  await check(page, 'ratings of june.csv', csv)
  await expect(page.getByLabel('The file holds')).toHaveValue('model-ratings')
  await page.getByRole('button', { name: 'Import 2 records' }).click()
  await expect(page.getByText('Imported: revision 2')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'ratings of june.csv' })).toContainText('2')
  await page.getByRole('link', { name: 'See the report' }).click()
  await expect(page).toHaveURL(new RegExp(`/audits/${slug}$`))
})

test('a file larger than what a page may send comes in whole', async ({ page, signIn }) => {
  const auditId = await newAudit(pool())
  await signIn('analyst')
  await page.goto(`/audits/${await slugOf(auditId)}/data`)
  const text = 'All of it counts. '.repeat(50_000)
  const records = Array.from({ length: 14 }, (_, i) => output(`o${i}`, { text: `${text}${i}` }))
  await check(page, 'outputs.jsonl', ndjson(records))
  await page.getByRole('button', { name: 'Import 14 records' }).click()
  await expect(page.getByText('Imported: revision 1')).toBeVisible({ timeout: 30_000 })
})

test('an upload that breaks off leaves nothing', async ({ signIn, baseURL }) => {
  const auditId = await newAudit(pool())
  const slug = await slugOf(auditId)
  const { token } = await signIn('analyst')
  const address = `${baseURL}/api/v1/audits/${slug}/outputs`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }

  const refused = async () => {
    const text = await (await fetch(`${baseURL}/metrics`)).text()
    const count =
      /_count\{method="POST",route="\/api\/v1\/audits\/\{slug\}\/outputs",status="400"\} (\d+)/.exec(text)
    return Number(count?.[1] ?? 0)
  }
  const before = await refused()
  const half = `${ndjson(Array.from({ length: 200 }, (_, i) => output(`half-${i}`)))}\n`
  for (const more of [{ 'content-length': String(2 * half.length) }, { 'transfer-encoding': 'chunked' }]) {
    const broken = httpRequest(address, { method: 'POST', headers: { ...headers, ...more } })
    const gone = new Promise((resolve) => broken.once('close', resolve))
    broken.once('error', () => {})
    await new Promise<void>((resolve) => broken.write(half, () => resolve()))
    broken.destroy()
    await gone
  }
  await expect.poll(refused).toBe(before + 2)
  expect(await outputsOf(auditId)).toEqual([])
})
