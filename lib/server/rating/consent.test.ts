import { expect, test } from 'vitest'
import { PlumblineError } from '@/lib/domain/errors'
import { patchAudit } from '../audits/patch'
import { testDatabase } from '../db/testing'
import { makeInvitation } from '../invitations/make'
import { enterFromPanel } from '../invitations/panel'
import { participantHash } from '../invitations/secret'
import { auditStanding, openAudits } from './audits'
import { claim } from './claim'
import { agree, consentHash, decline } from './consent'
import { makeAudit, makeUser, setPlan } from './testing'

const { pool } = testDatabase()
const TEXT = '# Who asks\n\nYou may withdraw at any time.'
const HASH = consentHash(TEXT)

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => (error instanceof PlumblineError ? error.code : error),
  )

async function auditWithConsent() {
  const audit = await makeAudit(pool)
  await setPlan(pool, audit.id, { consent: TEXT })
  return audit
}

test('nothing is handed out before the person has agreed to the very text', async () => {
  const audit = await auditWithConsent()
  const of = { auditId: audit.id, userId: await makeUser(pool) }
  expect(await auditStanding(of.auditId, of.userId)).toEqual({ standing: 'asks-consent', audit: null })
  expect((await openAudits(of.userId)).map(({ id }) => id)).toContain(audit.publicId)
  expect(await codeOf(claim(of))).toBe('forbidden')
  expect(await codeOf(agree(of, consentHash('another text')))).toBe('conflict')
  expect(await codeOf(claim(of))).toBe('forbidden')

  for (let i = 0; i < 2; i++) await agree(of, HASH)
  expect((await auditStanding(of.auditId, of.userId))?.standing).toBe('rates')
  expect(await claim(of)).toHaveLength(1)
  const { rows } = await pool.query(
    `SELECT r.consented_at IS NOT NULL AS at, encode(r.consent_hash, 'hex') AS hash,
       (SELECT count(*)::int FROM events e WHERE e.audit_id = r.audit_id AND e.action = 'rater.consent') AS events
     FROM raters r WHERE r.audit_id = $1`,
    [audit.id],
  )
  expect(rows).toEqual([{ at: true, hash: HASH, events: 1 }])
})

test('who may not rate cannot agree either', async () => {
  const audit = await auditWithConsent()
  const seen = await makeUser(pool, 'analyst')
  await pool.query('INSERT INTO exposures (audit_id, user_id) VALUES ($1, $2)', [audit.id, seen])
  expect(await codeOf(agree({ auditId: audit.id, userId: seen }, HASH))).toBe('forbidden')
})

test('the text is locked when the audit is opened, and so is that there is none', async () => {
  const audit = await makeAudit(pool, { status: 'draft' })
  await patchAudit(audit.id, { plan: { consent: TEXT } }, null)
  await patchAudit(audit.id, { status: 'open' }, null)
  for (const consent of ['Another text', null])
    expect(await codeOf(patchAudit(audit.id, { plan: { consent } }, null))).toBe('conflict')
  const without = await makeAudit(pool)
  expect(await codeOf(patchAudit(without.id, { plan: { consent: TEXT } }, null))).toBe('conflict')
})

test('of a participant who declines nothing is left, and their place is free; an account stays', async () => {
  const audit = await auditWithConsent()
  const byId = await makeUser(pool, 'analyst')
  const panel = { code: 'C', return_url: 'https://panel.example/', parameter: 'participant_id' }
  const secret = await makeInvitation(
    { role: 'rater', days: 7, places: 1, panel },
    { auditId: audit.id, byId },
  )
  const hash = participantHash(secret, 'p1')
  const userId = (await enterFromPanel(secret, hash, '192.0.2.1')).claims.sub
  for (let i = 0; i < 2; i++) {
    // The second time there is nobody any more.
    await codeOf(decline({ auditId: audit.id, userId }))
    const { rows } = await pool.query(
      `SELECT (SELECT count(*)::int FROM users WHERE id = $2) AS users,
         (SELECT count(*)::int FROM raters WHERE audit_id = $1) AS raters,
         (SELECT used FROM invitations WHERE audit_id = $1) AS used,
         (SELECT count(*)::int FROM events WHERE user_id = $2) AS events`,
      [audit.id, userId],
    )
    expect(rows).toEqual([{ users: 0, raters: 0, used: 0, events: 0 }])
  }
  await enterFromPanel(secret, participantHash(secret, 'p2'), '192.0.2.1')

  const open = await auditWithConsent()
  const account = await makeUser(pool)
  await decline({ auditId: open.id, userId: account })
  expect((await auditStanding(open.id, account))?.standing).toBe('asks-consent')
})

test('who has agreed and then declines in an old tab keeps rating', async () => {
  const audit = await auditWithConsent()
  const of = { auditId: audit.id, userId: await makeUser(pool) }
  await agree(of, HASH)
  await decline(of)
  expect(await claim(of)).toHaveLength(1)
})
