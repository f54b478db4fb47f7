import { pool } from '@/lib/server/db/pool'
import { makeAudit } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'

test('an action that is called with what no page sends answers 404, and changes nothing', async ({
  page,
  signIn,
}) => {
  const audit = await makeAudit(pool(), { status: 'draft' })
  await signIn('analyst')
  await page.goto(`/audits/${audit.slug}/settings`)
  const sent = page.waitForRequest((request) => request.headers()['next-action'] !== undefined)
  await page.getByRole('button', { name: 'Save the changes' }).click()
  const action = (await sent).headers()['next-action']!
  await expect(page.getByText('Saved.')).toBeVisible()

  const call = (body: string) =>
    page.request.post(`/audits/${audit.slug}/settings`, {
      headers: {
        'next-action': action,
        'content-type': 'text/plain;charset=UTF-8',
        accept: 'text/x-component',
      },
      data: body,
    })
  for (const forged of [
    [],
    [audit.slug],
    [{ contains: '' }, null, {}],
    [[audit.slug], null, 'x'],
    [7, 7, 7],
  ]) {
    const answer = await call(JSON.stringify(forged))
    expect({ forged, status: answer.status() }).toEqual({ forged, status: 404 })
  }
  const { rows } = await pool().query('SELECT status FROM audits WHERE id = $1', [audit.id])
  expect(rows).toEqual([{ status: 'draft' }])
})
