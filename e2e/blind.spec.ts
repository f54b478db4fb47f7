import { pool } from '@/lib/server/db/pool'
import { BETRAYAL, makeCanaryAudit } from '@/lib/server/rating/canaries'
import { expect, test } from './fixtures'

type Headers = Record<string, string>
const PAYLOADS: Headers[] = [{}, { RSC: '1' }, { RSC: '1', 'Next-Router-Prefetch': '1' }]
const sameOrigin: Headers = { 'sec-fetch-site': 'same-origin' }

test('no byte that reaches a rater names a model, a signal, a tag or another rater', async ({
  page,
  context,
  signIn,
  baseURL,
  expectConsoleErrors,
}) => {
  expectConsoleErrors(/40[0-9]|422|ERR_INTERNET_DISCONNECTED/)
  const audit = await makeCanaryAudit(pool(), { outputs: 4 })
  const rater = await signIn('rater')
  const bytes: string[] = []
  // Whoever asks for an address by its slug gets that address back, and nothing else of the audit.
  const note = (text: string) => bytes.push(text.replaceAll(audit.slug, ''))
  const reading: Promise<void>[] = []
  page.on('response', (response) => {
    const read = async () => {
      note(JSON.stringify(await response.allHeaders()))
      note(await response.text().catch(() => ''))
    }
    reading.push(read())
  })

  const desk = `/rate/${audit.publicId}`
  await page.goto('/rate')
  await page.goto(desk)
  await page.getByRole('button', { name: 'Start rating' }).click()
  for (const truth of ['0.2', '0.4']) {
    await page.getByRole('radio', { name: '3' }).press('3')
    await page.getByLabel('Truth, as a number').fill(truth)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status')).toContainText('Next output.')
    await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled()
  }
  await page.keyboard.press('r')
  const panel = page.getByRole('dialog', { name: 'Your ratings' })
  await expect(panel.getByRole('listitem')).toHaveCount(2)
  note(await page.content())
  await panel.getByRole('button', { name: 'Change' }).first().click()
  await expect(page.getByRole('button', { name: 'Save change' })).toBeVisible()
  await page.getByRole('button', { name: 'Leave as it was' }).click()
  await page.keyboard.press('u')
  await expect(page.getByRole('status')).toContainText('Taken back')
  await page.keyboard.press('Enter')
  await page.keyboard.press('s')
  await page.getByRole('button', { name: 'I cannot judge this' }).click()
  await expect(page.getByRole('radio', { name: '3' })).toBeVisible()
  // While the connection is gone, work is kept on the device: it is searched just as what comes over the network.
  await context.setOffline(true)
  await page.getByRole('radio', { name: '3' }).press('3')
  await expect(page.getByText('No connection')).toBeVisible()
  const kept = JSON.stringify(await context.storageState({ indexedDB: true }))
  expect(kept).toContain('plumbline rating')
  note(kept)
  await context.setOffline(false)
  await expect(page.getByText('No connection')).toBeHidden()
  await page.reload()
  note(await page.content())
  note(JSON.stringify(await context.storageState({ indexedDB: true })))
  // Once no output is left, two are compared: what the rater held is given back first.
  await pool().query(
    `WITH closed AS (UPDATE outputs SET open_slots = 0 WHERE audit_id = $1)
     UPDATE assignments SET status = 'skipped'
     WHERE audit_id = $1 AND pair_id IS NULL AND status IN ('leased', 'expired')`,
    [audit.id],
  )
  await page.reload()
  await expect(page.getByRole('region', { name: 'Left', exact: true })).toContainText('Text of output')
  await page.keyboard.press('2')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled()
  await page.keyboard.press('r')
  await expect(panel.getByRole('listitem').first()).toContainText('Left is better')
  note(await page.content())
  note(JSON.stringify(await context.storageState({ indexedDB: true })))

  // Every address that a rater can type, as a page and as the payload that the browser asks for on its own.
  const addresses = [
    '/',
    '/rate',
    desk,
    `${desk}?started`,
    `${desk}/finish`,
    '/methods',
    '/admin',
    '/audits/new',
    '/no-such-page',
  ]
  for (const key of [audit.slug, audit.publicId])
    for (const tab of [
      '',
      '/outputs',
      `/outputs/${audit.outputIds[0]}`,
      '/data',
      '/leaks',
      '/raters',
      '/raters/quality',
      '/settings',
    ])
      addresses.push(`/audits/${key}${tab}`)
  addresses.push(`/rate/${audit.slug}`)
  for (const address of addresses)
    for (const headers of PAYLOADS) {
      const answer = await context.request.get(`${baseURL}${address}`, { headers, failOnStatusCode: false })
      note(JSON.stringify(answer.headersArray()))
      note(await answer.text())
    }
  const bearer: Headers = { authorization: `Bearer ${rater.token}` }
  const api = [
    '',
    '/report',
    '/outputs',
    '/export/inflation.csv',
    '/export/audit.zip',
    '/export/outputs.jsonl',
  ]
  for (const key of [audit.slug, audit.publicId])
    for (const call of api)
      for (const headers of [bearer, sameOrigin]) {
        const answer = await context.request.get(`${baseURL}/api/v1/audits/${key}${call}`, {
          headers,
          failOnStatusCode: false,
        })
        note(JSON.stringify(answer.headersArray()))
        note(await answer.text())
      }

  await Promise.all(reading)
  expect(bytes.length).toBeGreaterThan(100)
  expect(bytes.join('\n')).toContain('Text of output')
  for (const text of bytes) expect(text).not.toMatch(BETRAYAL)
})
