import { createHash, randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { testDatabase } from '@/lib/server/db/testing'
import { setActive, setRole } from './people'
import { testPerson } from './testing'
import { createToken, listTokens, MOST_TOKENS, revokeToken, tokenViewer } from './tokens'

const { pool } = testDatabase()

it('has 256 random bits, of which the record keeps a hash', async () => {
  const { id, token } = await testPerson('analyst')
  expect(token).toMatch(/^plb_[A-Za-z0-9_-]{43}$/)
  const { rows } = await pool.query('SELECT * FROM tokens WHERE user_id = $1', [id])
  expect(rows[0].hash).toEqual(createHash('sha256').update(token).digest())
  expect(JSON.stringify(rows)).not.toContain(token.slice(4))
})

it('speaks for its owner as the account stands', async () => {
  const maker = await testPerson('admin')
  const { id, email } = await testPerson('analyst')
  const token = await createToken({ userId: id, madeById: maker.id, name: 'nightly' })
  const viewer = {
    userId: id,
    email,
    name: null,
    role: 'analyst',
    via: 'token',
    tokenMadeById: maker.id,
    fromPanel: false,
  }
  expect(await tokenViewer(token)).toEqual(viewer)
  await setRole(id, 'rater', null)
  expect(await tokenViewer(token)).toEqual({ ...viewer, role: 'rater' })
  expect((await listTokens(id)).map(({ name, madeByOther }) => [name, madeByOther])).toEqual([
    ['nightly', true],
    ['', false],
  ])
})

it('ends when it is revoked and when its owner is locked', async () => {
  const { id, token } = await testPerson('analyst')
  const other = await testPerson('analyst')
  const [row] = await listTokens(id)
  await expect(revokeToken(other.id, row?.id ?? 0)).rejects.toMatchObject({ code: 'not-found' })
  await setActive(id, false, null)
  expect(await tokenViewer(token)).toBeNull()
  await setActive(id, true, null)
  expect(await tokenViewer(token)).not.toBeNull()
  await revokeToken(id, row?.id ?? 0)
  expect(await tokenViewer(token)).toBeNull()
  await expect(revokeToken(id, row?.id ?? 0)).rejects.toMatchObject({ code: 'not-found' })
})

it('is one of a hundred at most, however many are asked for at once', async () => {
  const { id, viewer } = await testPerson('rater')
  const make = () => createToken({ userId: id, madeById: id })
  for (let made = 1; made < MOST_TOKENS - 3; made += 1) await make()
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, make))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  await expect(make()).rejects.toMatchObject({ code: 'conflict' })
  const [newest] = await listTokens(viewer.userId)
  await revokeToken(id, newest?.id ?? 0)
  expect(await make()).toMatch(/^plb_/)
})

it('is neither made for nobody nor revoked by a number that is no id', async () => {
  const { id } = await testPerson('rater')
  await expect(createToken({ userId: randomUUID(), madeById: id })).rejects.toMatchObject({
    code: 'not-found',
  })
  for (const number of [3_000_000_000, 1e300, 1.5, Number.NaN])
    await expect(revokeToken(id, number)).rejects.toMatchObject({ code: 'not-found' })
})

it('is marked used at most once a minute', async () => {
  const { id, token } = await testPerson('analyst')
  const used = async () =>
    (await pool.query('SELECT last_used_at FROM tokens WHERE user_id = $1', [id])).rows[0].last_used_at
  expect(await used()).toBeNull()
  await tokenViewer(token)
  const first = await used()
  expect(first).toBeInstanceOf(Date)
  await tokenViewer(token)
  expect(await used()).toEqual(first)
  await pool.query(`UPDATE tokens SET last_used_at = now() - interval '61 seconds' WHERE user_id = $1`, [id])
  await tokenViewer(token)
  expect((await used()).getTime()).toBeGreaterThanOrEqual(first.getTime())
})

it.each(['', 'plb_', `plb_${'a'.repeat(43)}`, 'plb_\0', 'x'.repeat(100_000)])(
  'knows no token %#',
  async (secret) => {
    expect(await tokenViewer(secret)).toBeNull()
  },
)
