import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { PlumblineError } from '@/lib/domain/errors'
import { type InvitationInput, invitationInputSchema } from '@/lib/domain/invitation'
import { signIn } from '../auth/sign-in'
import { testDatabase } from '../db/testing'
import { auditStanding } from '../rating/audits'
import { claim } from '../rating/claim'
import { submit } from '../rating/submit'
import { attempt, makeAudit, makeUser } from '../rating/testing'
import { acceptAsNew, acceptAsUser } from './accept'
import { findInvitation } from './find'
import { listInvitations } from './list'
import { makeInvitation, revokeInvitation } from './make'

const { pool } = testDatabase()
const FROM = '192.0.2.7'
const PASSWORD = 'correct horse battery'

beforeEach(() => {
  globalThis.plumblineAttempts = undefined
})

const newcomer = () => ({ name: 'Ada', email: `${randomUUID()}@example.org`, password: PASSWORD })
const user = async (id: string) => (await pool.query('SELECT * FROM users WHERE id = $1', [id])).rows[0]
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => (error instanceof PlumblineError ? error.code : error),
  )

async function link(input: Partial<InvitationInput> = {}, audit?: { id: number }) {
  const byId = await makeUser(pool, 'admin')
  const full = { role: 'rater' as const, days: 14 as const, ...input }
  const secret = await makeInvitation(full, { auditId: audit?.id ?? null, byId })
  const { id } = (await findInvitation(secret))!
  return { secret, id, byId, auditId: audit?.id ?? null }
}

describe('what is kept of a link', () => {
  test('is a hash: neither the record nor a list holds what opens it', async () => {
    const audit = await makeAudit(pool)
    const { secret, id } = await link({ label: 'Spring batch', group: 'experts', quota: 5, places: 2 }, audit)
    const { rows } = await pool.query('SELECT i::text AS row FROM invitations i WHERE id = $1', [id])
    expect(rows[0].row).not.toContain(secret)
    expect(await listInvitations(audit.id)).toEqual([
      {
        id,
        label: 'Spring batch',
        role: 'rater',
        group: 'experts',
        quota: 5,
        places: 2,
        used: 0,
        finished: null,
        state: 'open',
        createdAt: expect.any(String),
        expiresAt: expect.any(String),
      },
    ])
    expect(JSON.stringify(await findInvitation(secret))).not.toContain(audit.slug)
  })

  test('links to one audit stand apart from those to others, and from those that make accounts', async () => {
    const [audit, other] = [await makeAudit(pool), await makeAudit(pool)]
    const { id, byId } = await link({}, audit)
    expect(await listInvitations(other.id)).toEqual([])
    expect((await listInvitations(null)).map((row) => row.id)).not.toContain(id)
    expect(await codeOf(revokeInvitation(id, { auditId: other.id, byId }))).toBe('not-found')
    expect(await codeOf(revokeInvitation(id, { auditId: null, byId }))).toBe('not-found')
  })

  test('a link to an audit is for raters, and one to a role that sees results for one person', async () => {
    const audit = await makeAudit(pool)
    const made = { auditId: audit.id, byId: await makeUser(pool, 'analyst') }
    expect(await codeOf(makeInvitation({ role: 'admin', days: 7, places: 1 }, made))).toBe('unprocessable')
    expect(invitationInputSchema.safeParse({ role: 'analyst', days: '7' }).success).toBe(false)
    expect(invitationInputSchema.safeParse({ role: 'analyst', days: '7', places: 1 }).success).toBe(true)
    expect(invitationInputSchema.safeParse({ role: 'rater', days: '3650' }).success).toBe(false)
  })
})

describe('who comes by a link', () => {
  test('makes an account of its role that signs in with the chosen password', async () => {
    const { secret, id } = await link({ role: 'analyst', places: 1 })
    const person = newcomer()
    const { claims, path } = await acceptAsNew(secret, person, FROM)
    expect(path).toBe('/')
    expect(await user(claims.sub)).toMatchObject({ role: 'analyst', name: 'Ada', email: person.email })
    expect((await user(claims.sub)).password_hash).toMatch(/^\$argon2id\$/)
    expect(await signIn({ email: person.email, password: PASSWORD }, FROM)).toMatchObject({ id: claims.sub })
    expect((await listInvitations(null)).find((row) => row.id === id)).toMatchObject({
      used: 1,
      state: 'full',
    })
    expect(await codeOf(acceptAsNew(secret, newcomer(), FROM))).toBe('conflict')
  })

  test('rates in its audit, in the group and up to the number that the link says', async () => {
    const audit = await makeAudit(pool, { outputs: 4 })
    const { secret } = await link({ group: 'experts', quota: 2 }, audit)
    const { claims, path } = await acceptAsNew(secret, newcomer(), FROM)
    expect(path).toBe(`/rate/${audit.publicId}`)
    const userId = claims.sub
    expect((await auditStanding(audit.id, userId))?.audit?.progress).toEqual({ done: 0, total: 2 })

    const first = await claim({ auditId: audit.id, userId, most: 2 })
    expect(first.map(({ progress }) => progress)).toEqual([
      { done: 0, total: 2 },
      { done: 0, total: 2 },
    ])
    await submit({ itemId: first[0]!.item_id, userId }, attempt())
    expect(await claim({ auditId: audit.id, userId, most: 2 })).toHaveLength(1)
    await submit({ itemId: first[1]!.item_id, userId }, attempt())
    expect(await claim({ auditId: audit.id, userId, most: 2 })).toEqual([])
    const { rows } = await pool.query(
      'SELECT DISTINCT "group" FROM human_ratings WHERE audit_id = $1 AND ended_at IS NULL',
      [audit.id],
    )
    expect(rows).toEqual([{ group: 'experts' }])
  })

  test('an account that is there accepts: up to a higher role, never down, and once', async () => {
    const audit = await makeAudit(pool)
    const { secret, id } = await link({ places: 1 }, audit)
    const analyst = await makeUser(pool, 'analyst')
    for (let i = 0; i < 2; i++)
      expect((await acceptAsUser(secret, analyst, FROM)).path).toBe(`/rate/${audit.publicId}`)
    expect((await user(analyst)).role).toBe('analyst')
    expect((await listInvitations(audit.id)).find((row) => row.id === id)).toMatchObject({ used: 1 })
    expect((await auditStanding(audit.id, analyst))?.standing).toBe('rates')

    const rater = await makeUser(pool)
    await acceptAsUser((await link({ role: 'analyst', places: 1 })).secret, rater, FROM)
    expect((await user(rater)).role).toBe('analyst')
  })

  test('who had begun before the first link was made goes on once they accept one, with the same work', async () => {
    const audit = await makeAudit(pool, { outputs: 3 })
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId: audit.id, userId })
    const { secret } = await link({}, audit)
    expect(await codeOf(claim({ auditId: audit.id, userId }))).toBe('forbidden')
    await acceptAsUser(secret, userId, FROM)
    expect(await claim({ auditId: audit.id, userId })).toMatchObject([{ item_id: item!.item_id }])
  })
})

describe('who is not let in', () => {
  test('by a link that nobody made, or that ran out or was taken back, whether new or signed in', async () => {
    const audit = await makeAudit(pool)
    const userId = await makeUser(pool)
    const revoked = await link({}, audit)
    await revokeInvitation(revoked.id, revoked)
    const expired = await link({}, audit)
    await pool.query('UPDATE invitations SET expires_at = now() WHERE id = $1', [expired.id])
    for (const [secret, code] of [
      ['no such link', 'not-found'],
      ['A'.repeat(43), 'not-found'],
      [revoked.secret, 'conflict'],
      [expired.secret, 'conflict'],
    ] as const) {
      expect(await codeOf(acceptAsNew(secret, newcomer(), FROM))).toBe(code)
      expect(await codeOf(acceptAsUser(secret, userId, FROM))).toBe(code)
    }
    expect((await auditStanding(audit.id, userId))?.standing).toBe('not-invited')
  })

  test('with an e-mail address that has an account: it takes no place and changes nothing', async () => {
    const { secret, id } = await link({ role: 'analyst', places: 1 })
    const person = newcomer()
    await acceptAsNew((await link()).secret, person, FROM)
    const refused = acceptAsNew(secret, { ...person, password: 'another password' }, FROM)
    await expect(refused).rejects.toMatchObject({ errors: [{ path: 'email' }] })
    expect((await listInvitations(null)).find((row) => row.id === id)).toMatchObject({ used: 0 })
    expect(await signIn({ email: person.email, password: PASSWORD }, FROM)).toMatchObject({
      email: person.email,
    })
  })

  test('one place is taken by one of many who come at the same time', async () => {
    const { secret } = await link({ role: 'analyst', places: 1 })
    const codes = await Promise.all(
      Array.from({ length: 6 }, () => codeOf(acceptAsNew(secret, newcomer(), FROM))),
    )
    expect(codes.filter((code) => code === null)).toHaveLength(1)
    expect(codes.filter((code) => code === 'conflict')).toHaveLength(5)
  })

  test('from an address that was refused fifty times; who is let in costs it nothing', async () => {
    const { secret } = await link()
    for (let i = 0; i < 2; i++) await acceptAsNew(secret, newcomer(), FROM)
    for (let i = 0; i < 50; i++)
      expect(await codeOf(acceptAsUser('A'.repeat(43), randomUUID(), FROM))).not.toBe('too-many')
    expect(await codeOf(acceptAsNew(secret, newcomer(), FROM))).toBe('too-many')
    expect(await codeOf(acceptAsNew(secret, newcomer(), '192.0.2.8'))).toBeNull()
  })
})
