import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { EXPORT_NAMES } from '@/lib/domain/exports'
import { pool } from '@/lib/server/db/pool'
import { makeInvitation } from '@/lib/server/invitations/make'
import { BETRAYAL, CANARY, makeCanaryAudit } from '@/lib/server/rating/canaries'
import { claim } from '@/lib/server/rating/claim'
import type { RaterOf } from '@/lib/server/rating/rater'
import { submit } from '@/lib/server/rating/submit'
import { attempt, makeKnown } from '@/lib/server/rating/testing'
import { expect, test } from './fixtures'
import { rateByKeys, shownText } from './rating-steps'

type Headers = Record<string, string>
const PAYLOADS: Headers[] = [{}, { RSC: '1' }, { RSC: '1', 'Next-Router-Prefetch': '1' }]
const sameOrigin: Headers = { 'sec-fetch-site': 'same-origin' }

/** Notes all that goes between a page and the server, headers included, and what the page writes to the console. */
function search(page: Page) {
  const bytes: string[] = []
  const reading: Promise<void>[] = []
  const note = (text: string) => void bytes.push(text)
  const noteHeaders = async (of: { allHeaders: () => Promise<Headers> }) =>
    note(JSON.stringify(await of.allHeaders().catch(() => '')))
  page.on('request', (request) => {
    note(`${request.method()} ${request.url()} ${request.postData() ?? ''}`)
    reading.push(noteHeaders(request))
  })
  page.on('response', (response) => {
    reading.push(
      noteHeaders(response),
      response.text().then(note, () => {}),
    )
  })
  page.on('console', (message) => note(message.text()))
  return {
    note,
    /** Notes what stands on the page now, and all that the browser keeps. Answers the latter. */
    async noteKept(): Promise<string> {
      note(await page.content())
      const kept = JSON.stringify([
        await page.context().storageState({ indexedDB: true }),
        await page.evaluate(async () => {
          const caches = await Promise.all(
            (await window.caches.keys()).map(async (name) => {
              const cache = await window.caches.open(name)
              const kept = (await cache.keys()).map(async ({ url }) => [
                url,
                await (await cache.match(url))?.text(),
              ])
              return [name, await Promise.all(kept)]
            }),
          )
          const workers = await navigator.serviceWorker.getRegistrations()
          return [
            { ...sessionStorage },
            history.state,
            document.cookie,
            document.title,
            caches,
            workers.length,
          ]
        }),
      ])
      note(kept)
      return kept
    },
    /** Nothing noted since the last time betrays anything but what the rater `knows` by right. */
    async expectBlind(knows: readonly string[] = []): Promise<void> {
      await Promise.all(reading)
      expect(bytes.join('\n')).toContain('Text of output')
      for (const text of bytes.splice(0)) {
        const rest = knows.reduce((left, known) => left.replaceAll(known, ''), text)
        expect(rest).not.toMatch(BETRAYAL)
      }
    },
  }
}

/** How many checks and items in all a rater has done. */
async function doneBy({ auditId, userId }: RaterOf) {
  const { rows } = await pool().query(
    `SELECT count(*) FILTER (WHERE s.purpose = 'practice')::int AS practice, count(*) FILTER (WHERE s.purpose = 'gold')::int AS gold,
       count(*) FILTER (WHERE s.purpose = 'repeat')::int AS repeat, count(*) FILTER (WHERE s.purpose <> 'practice')::int AS done
     FROM assignments s JOIN raters r ON r.id = s.rater_id
     WHERE r.audit_id = $1 AND r.user_id = $2 AND s.status = 'submitted'`,
    [auditId, userId],
  )
  return rows[0]
}

test('no byte that reaches a rater names a model, a signal, a tag or another rater', async ({
  page,
  context,
  signIn,
  expectConsoleErrors,
}) => {
  expectConsoleErrors(/40[0-9]|422|ERR_INTERNET_DISCONNECTED/)
  const audit = await makeCanaryAudit(pool(), { outputs: 4 })
  await signIn('rater')
  const { noteKept, expectBlind } = search(page)
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
  await noteKept()
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
  expect(await noteKept()).toContain('plumbline rating')
  await context.setOffline(false)
  await expect(page.getByText('No connection')).toBeHidden()
  await page.reload()
  await noteKept()
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
  await noteKept()
  await expectBlind()
})

test('nor on the way of a participant: consent, practice, checks, the code, guesses, withdrawing', async ({
  page,
  expectConsoleErrors,
}) => {
  test.slow()
  expectConsoleErrors(/40[0-9]/)
  const audit = await makeCanaryAudit(pool(), { outputs: 26 })
  await makeKnown(pool(), audit.id, audit.outputIds.slice(0, 1), {
    purpose: 'practice',
    feedback: 'Well read.',
  })
  // Without comparisons, which the way above has.
  await pool().query('UPDATE pairs SET open_slots = 0 WHERE audit_id = $1', [audit.id])
  await pool().query(`UPDATE audits SET plan = (plan - 'comparisons') || $2 WHERE id = $1`, [
    audit.id,
    { consent: 'We keep what you say.', ask_authors: true, repeat_share: 0.5 },
  ])
  const panel = { code: 'C-1', return_url: 'https://panel.example/end', parameter: 'participant_id' }
  const secret = await makeInvitation(
    { role: 'rater', days: 7, panel, label: CANARY, group: CANARY },
    { auditId: audit.id, byId: audit.analystId },
  )
  const { noteKept, expectBlind } = search(page)

  await page.goto(`/panel/${secret}?participant_id=p1`)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('button', { name: 'I agree and take part' }).click()
  await page.getByRole('button', { name: 'Start rating' }).click()
  await rateByKeys(page, 4, '0.5')
  await expect(page.getByText('Well read.').first()).toBeVisible()
  await noteKept()
  await page.getByRole('button', { name: 'Go on' }).click()
  const rest = async (from: number, to: number) => {
    for (let done = from; done <= to; done++) {
      await expect(shownText(page)).toBeVisible()
      await rateByKeys(page, 4, '0.5')
      await expect(page.getByRole('status')).toContainText(new RegExp(`^${done} of|Nothing is left`))
      await noteKept()
    }
  }
  await rest(1, 4)
  const { rows } = await pool().query(
    'SELECT user_id FROM raters r JOIN invitations i ON i.id = r.invitation_id WHERE r.audit_id = $1',
    [audit.id],
  )
  const of = { auditId: audit.id, userId: rows[0].user_id }
  await expect.poll(() => doneBy(of)).toEqual({ practice: 1, gold: 1, repeat: 0, done: 4 })
  for (let done = 4; done < 21; done++) {
    const [item] = await claim(of)
    await submit({ itemId: item!.item_id, userId: of.userId }, attempt())
  }
  await page.reload()
  await expect(shownText(page)).toBeVisible()
  const { total } = (await claim(of))[0]!.progress
  await rest(22, total)
  await expect(page.getByText('C-1', { exact: true })).toBeVisible()
  expect(await doneBy(of)).toMatchObject({ gold: 1, repeat: 1, done: total })
  await page.getByRole('main').getByRole('button', { name: 'Your ratings', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Your ratings' }).getByRole('listitem').first()).toBeVisible()
  await noteKept()
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('link', { name: 'One last question' }).click()
  await expect(page.getByRole('heading', { name: 'Finish' })).toBeVisible()
  await noteKept()
  await expectBlind()

  // From here on the rater knows the models, as was said, and nothing else.
  await page.getByRole('button', { name: 'End my rating and guess' }).click()
  for (let guess = 1; guess <= 5; guess++) {
    await expect(page.getByText(`${guess} of 5`)).toBeVisible()
    await expect(page.getByRole('main')).toContainText(CANARY)
    await noteKept()
    await page.getByLabel('I don’t know').check()
    await page.getByRole('button', { name: 'Keep this guess' }).click()
  }
  await expect(page.getByText('Your guesses are kept')).toBeVisible()
  await page.goto(`/rate/${audit.publicId}`)
  await page.getByRole('button', { name: 'Withdraw your ratings…' }).click()
  await page.getByRole('button', { name: 'Withdraw all my ratings' }).click()
  await expect(page.getByRole('heading', { name: 'You withdrew from this rating task' })).toBeVisible()
  await expect(page.getByText('C-1', { exact: true })).toBeVisible()
  await noteKept()
  const { rows: models } = await pool().query('SELECT name FROM models WHERE audit_id = $1', [audit.id])
  await expectBlind(models.map(({ name }) => name))
})

test('nor any page, payload or export that a rater can ask for', async ({
  page,
  context,
  signIn,
  baseURL,
}) => {
  const audit = await makeCanaryAudit(pool(), { outputs: 4 })
  const rater = await signIn('rater')
  const [item] = await claim({ auditId: audit.id, userId: rater.id })
  await submit({ itemId: item!.item_id, userId: rater.id }, attempt())
  const { note, expectBlind } = search(page)
  const app = path.join(test.info().config.rootDir, '..', 'app')
  const pages = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)page\.tsx$/.test(file),
  )
  expect(pages.length).toBeGreaterThan(15)
  const addresses = new Set(['/no-such-page', `/rate/${audit.publicId}?started`])
  for (const key of [audit.slug, audit.publicId])
    for (const file of pages)
      addresses.add(
        `/${path.dirname(file)}`
          .replace(/^\/\.$/, '/')
          .replace(/\[(slug|audit)\]/, key)
          .replace('[id]', String(audit.outputIds[0]))
          .replace('[token]', 'A'.repeat(43)),
      )
  const bearer: Headers = { authorization: `Bearer ${rater.token}` }
  const api = ['', '/report', '/outputs', ...EXPORT_NAMES.map((name) => `/export/${name}`)]
  const asked: [string, Headers][] = [...addresses].flatMap((address) =>
    PAYLOADS.map((headers): [string, Headers] => [address, headers]),
  )
  for (const key of [audit.slug, audit.publicId])
    for (const call of api)
      for (const headers of [bearer, sameOrigin]) asked.push([`/api/v1/audits/${key}${call}`, headers])
  for (const [address, headers] of asked) {
    const answer = await context.request.get(`${baseURL}${address}`, { headers, failOnStatusCode: false })
    note(JSON.stringify(answer.headersArray()))
    note(await answer.text())
  }
  await page.goto(`/rate/${audit.publicId}?started`)
  await expect(shownText(page)).toBeVisible()
  // Whoever asks for an address by its slug gets that address back, and nothing else of the audit.
  await expectBlind([audit.slug])
})
