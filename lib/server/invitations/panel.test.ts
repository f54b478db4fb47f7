import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { PlumblineError } from '@/lib/domain/errors'
import type { InvitationInput } from '@/lib/domain/invitation'
import { patchAudit } from '../audits/patch'
import { testPerson } from '../auth/testing'
import { testDatabase } from '../db/testing'
import { auditStanding, openAudits } from '../rating/audits'
import { claim } from '../rating/claim'
import { submit } from '../rating/submit'
import { attempt, type MadeAudit, makeAudit } from '../rating/testing'
import { withdraw } from '../rating/withdraw'
import { setAside } from '../supervision/set-aside'
import { completion } from './completion'
import { findInvitation } from './find'
import { listInvitations } from './list'
import { makeInvitation, revokeInvitation } from './make'
import { enterFromPanel, panelDoor } from './panel'
import { participantHash } from './secret'

const { pool } = testDatabase()
const FROM = '192.0.2.7'
const PANEL = { code: 'C-ODE', return_url: 'https://panel.example/end', parameter: 'participant_id' }

beforeEach(() => {
  globalThis.plumblineAttempts = undefined
})

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => (error instanceof PlumblineError ? error.code : error),
  )

async function panelLink(audit: MadeAudit, input: Partial<InvitationInput> = {}) {
  const { id: byId } = await testPerson('analyst')
  const full = { role: 'rater' as const, days: 14 as const, panel: PANEL, ...input }
  const secret = await makeInvitation(full, { auditId: audit.id, byId })
  const { id } = (await findInvitation(secret))!
  const enter = (participant: string, address = FROM) =>
    enterFromPanel(secret, participantHash(secret, participant), address)
  const door = async (participant: string | null) =>
    panelDoor((await findInvitation(secret))!, {
      hash: participant === null ? null : participantHash(secret, participant),
      fault: 'missing',
      viewer: null,
    })
  const row = async () => (await listInvitations(audit.id)).find((one) => one.id === id)!
  return { id, byId, auditId: audit.id, enter, door, row }
}

async function rateAll(auditId: number, userId: string): Promise<number> {
  for (let done = 0; ; done += 1) {
    const [item] = await claim({ auditId, userId })
    if (!item) return done
    await submit({ itemId: item.item_id, userId }, attempt())
  }
}

describe('a participant of a panel', () => {
  test('gets an account without name and password; their id is nowhere in the record', async () => {
    const audit = await makeAudit(pool)
    const link = await panelLink(audit, { group: 'panel', quota: 2 })
    const id = `panel-id-${randomUUID()}`
    const { claims, path } = await link.enter(id)
    expect(path).toBe(`/rate/${audit.publicId}`)
    const { rows } = await pool.query('SELECT * FROM users WHERE id = $1', [claims.sub])
    expect(rows[0]).toMatchObject({ role: 'rater', name: null, password_hash: null, active: true })
    expect((await auditStanding(audit.id, claims.sub))?.audit?.progress).toEqual({ done: 0, total: 2 })

    const tables = await pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    )
    for (const { name } of tables.rows) {
      const held = await pool.query(`SELECT FROM "${name}" t WHERE t::text LIKE '%' || $1 || '%'`, [id])
      expect(held.rowCount, name).toBe(0)
    }
  })

  test('comes back to the same work by the same link, whatever became of it, and takes no second place', async () => {
    const audit = await makeAudit(pool)
    const link = await panelLink(audit, { places: 1 })
    const first = await link.enter('p1')
    const [item] = await claim({ auditId: audit.id, userId: first.claims.sub })
    expect(await link.door('p2')).toMatchObject({ phase: 'shut', title: 'All places are taken' })
    expect(await codeOf(link.enter('p2'))).toBe('conflict')
    await revokeInvitation(link.id, link)
    expect(await link.door('p2')).toMatchObject({ phase: 'shut', title: 'This link was taken back' })
    expect(await link.door('p1')).toMatchObject({ phase: 'begin', isBack: true })
    expect(await link.enter('p1')).toEqual(first)
    expect(await claim({ auditId: audit.id, userId: first.claims.sub })).toMatchObject([
      { item_id: item!.item_id },
    ])
    expect(await link.row()).toMatchObject({ used: 1, finished: 0 })
  })

  test('is one person in two tabs at the same time', async () => {
    const link = await panelLink(await makeAudit(pool))
    const entered = await Promise.all(Array.from({ length: 6 }, () => link.enter('p1')))
    expect(new Set(entered.map(({ claims }) => claims.sub)).size).toBe(1)
    expect(await link.row()).toMatchObject({ used: 1 })
  })

  test('rates in that audit and in no other, though all may rate there', async () => {
    const [audit, other] = [await makeAudit(pool), await makeAudit(pool)]
    const { claims } = await (await panelLink(audit)).enter('p1')
    expect((await openAudits(claims.sub)).map(({ id }) => id)).toEqual([audit.publicId])
    expect(await codeOf(claim({ auditId: other.id, userId: claims.sub }))).toBe('forbidden')
  })

  test('is not let in where the audit is not open, or the address does not say who comes', async () => {
    for (const status of ['draft', 'closed'] as const) {
      const link = await panelLink(await makeAudit(pool, { status }))
      expect(await link.door('p1')).toMatchObject({ phase: 'shut' })
      expect(await codeOf(link.enter('p1'))).toBe('conflict')
    }
    const link = await panelLink(await makeAudit(pool))
    expect(await link.door(null)).toMatchObject({ phase: 'shut', title: 'Who are you to the panel?' })
    expect(await codeOf(enterFromPanel('A'.repeat(43), Buffer.alloc(32), FROM))).toBe('not-found')
  })

  test('one of fifty new ones from an address in a quarter of an hour; who comes back costs nothing', async () => {
    const link = await panelLink(await makeAudit(pool))
    for (let i = 0; i < 50; i++) await link.enter(`p${i}`)
    expect(await codeOf(link.enter('p50'))).toBe('too-many')
    expect(await codeOf(link.enter('p0'))).toBeNull()
    expect(await codeOf(link.enter('p50', '192.0.2.8'))).toBeNull()
  })
})

describe('the completion code', () => {
  test('is handed out once all is rated, to count who finished, and again to whoever had it', async () => {
    const audit = await makeAudit(pool, { outputs: 2 })
    const link = await panelLink(audit)
    const { sub: userId } = (await link.enter('p1')).claims
    const of = { auditId: audit.id, userId }
    expect(await codeOf(completion(of))).toBe('conflict')
    expect(await link.row()).toMatchObject({ finished: 0 })
    expect(await rateAll(audit.id, userId)).toBe(2)
    const handed = { code: 'C-ODE', href: 'https://panel.example/end?cc=C-ODE' }
    expect(await completion(of)).toEqual(handed)
    expect(await link.row()).toMatchObject({ used: 1, finished: 1 })
    await pool.query('UPDATE outputs SET open_slots = 5 WHERE audit_id = $1', [audit.id])
    expect(await completion(of)).toEqual(handed)
  })

  test('after an audit that closed in between; but not for nothing', async () => {
    const audit = await makeAudit(pool, { outputs: 4, perOutput: 2 })
    const link = await panelLink(audit)
    const [worked, idle] = [(await link.enter('p1')).claims.sub, (await link.enter('p2')).claims.sub]
    const [item] = await claim({ auditId: audit.id, userId: worked })
    await submit({ itemId: item!.item_id, userId: worked }, attempt())
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    expect(await completion({ auditId: audit.id, userId: worked })).toMatchObject({ code: 'C-ODE' })
    expect(await codeOf(completion({ auditId: audit.id, userId: idle }))).toBe('conflict')
  })

  test('stays with who has it and withdraws then; who withdraws before gets none', async () => {
    const audit = await makeAudit(pool, { outputs: 2, perOutput: 2 })
    const link = await panelLink(audit)
    const [through, early] = [(await link.enter('p1')).claims.sub, (await link.enter('p2')).claims.sub]
    await rateAll(audit.id, through)
    await completion({ auditId: audit.id, userId: through })
    const [item] = await claim({ auditId: audit.id, userId: early })
    await submit({ itemId: item!.item_id, userId: early }, attempt())
    for (const userId of [through, early]) await withdraw({ auditId: audit.id, userId })
    expect(await completion({ auditId: audit.id, userId: through })).toMatchObject({ code: 'C-ODE' })
    expect(await codeOf(completion({ auditId: audit.id, userId: early }))).toBe('forbidden')
    expect(await link.row()).toMatchObject({ used: 1, finished: 1 })
  })

  test('is handed out to whose work was set aside, unless they rated nothing', async () => {
    const audit = await makeAudit(pool, { outputs: 3, perOutput: 2 })
    const link = await panelLink(audit)
    const [worked, idle] = [(await link.enter('p1')).claims.sub, (await link.enter('p2')).claims.sub]
    const [item] = await claim({ auditId: audit.id, userId: worked })
    await submit({ itemId: item!.item_id, userId: worked }, attempt())
    expect(await codeOf(completion({ auditId: audit.id, userId: worked }))).toBe('conflict')
    const { rows } = await pool.query('SELECT pseudonym FROM raters WHERE audit_id = $1', [audit.id])
    for (const { pseudonym: rater } of rows)
      await setAside({ rater, reason: 'Too fast.' }, { auditId: audit.id, byId: null })
    expect(await completion({ auditId: audit.id, userId: worked })).toMatchObject({ code: 'C-ODE' })
    expect(await codeOf(completion({ auditId: audit.id, userId: idle }))).toBe('conflict')
    expect(await link.row()).toMatchObject({ finished: 1 })
  })

  test('also for who came when only comparisons were left', async () => {
    const audit = await makeAudit(pool, { outputs: 2, models: 2, status: 'draft' })
    const comparisons = { criterion: 'quality', pairs_per_prompt: 1, raters_per_pair: 1, per_rater: 1 }
    await patchAudit(audit.id, { plan: { comparisons }, status: 'open' }, null)
    await pool.query('UPDATE outputs SET open_slots = 0 WHERE audit_id = $1', [audit.id])
    const link = await panelLink(audit)
    const { sub: userId } = (await link.enter('p1')).claims
    const [item] = await claim({ auditId: audit.id, userId })
    await submit({ itemId: item!.item_id, userId }, attempt({ preference: 0 }))
    expect(await completion({ auditId: audit.id, userId })).toMatchObject({ code: 'C-ODE' })
  })

  test('not to people with an account, nor of another audit', async () => {
    const [audit, other] = [await makeAudit(pool), await makeAudit(pool)]
    const link = await panelLink(audit)
    const { sub } = (await link.enter('p1')).claims
    expect(await codeOf(completion({ auditId: other.id, userId: sub }))).toBe('not-found')
    const { id } = await testPerson('rater')
    expect(await codeOf(completion({ auditId: audit.id, userId: id }))).toBe('not-found')
  })
})
