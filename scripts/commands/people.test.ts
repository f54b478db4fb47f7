import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { signIn } from '@/lib/server/auth/sign-in'
import { tokenViewer } from '@/lib/server/auth/tokens'
import { testDatabase } from '@/lib/server/db/testing'
import { killLeftovers, runScript } from '../test/programs'

// Each call starts a process.
vi.setConfig({ testTimeout: 60_000 })

const { url, pool } = testDatabase()
const data = mkdtempSync(join(tmpdir(), 'plumbline-command-'))
killLeftovers()
afterAll(() => rmSync(data, { recursive: true, force: true }))

async function plumbline(...args: string[]) {
  const program = runScript('plumbline.mjs', { args, env: { DATABASE_URL: url, PLUMBLINE_DATA: data } })
  const { code } = await program.ended
  return { code, said: program.said() }
}

it('adds people, who can then sign in, and prints tokens that work', async () => {
  expect(
    await plumbline('user', 'add', 'Ann@Example.org', '--role', 'analyst', '--password', 'correct horse'),
  ).toEqual({
    code: 0,
    said: 'ann@example.org is an analyst now.\n',
  })
  expect(await signIn({ email: 'ann@example.org', password: 'correct horse' }, '::1')).not.toBeNull()

  const { code, said } = await plumbline(
    'token',
    'create',
    '--email',
    'ann@example.org',
    '--name',
    'nightly import',
  )
  expect([code, said]).toEqual([0, expect.stringMatching(/^plb_\S{43}\n$/)])
  expect(await tokenViewer(said.trim())).toMatchObject({ email: 'ann@example.org', role: 'analyst' })

  const again = await plumbline('user', 'add', 'ann@example.org', '--role', 'rater')
  expect(again).toEqual({
    code: 1,
    said: 'There is an account for ann@example.org already. Its role and password are changed under Admin.\n',
  })
})

it('makes a password up where none is given', async () => {
  const { said } = await plumbline('user', 'add', 'rob@example.org', '--role', 'rater')
  const [, password] = /^rob@example.org is a rater now.\nPassword: (\S{19})\n$/.exec(said) ?? []
  expect(await signIn({ email: 'rob@example.org', password }, '::1')).not.toBeNull()
})

it('lists people, and gives who forgot it a new password, which ends all sessions', async () => {
  await plumbline('user', 'add', 'amy@example.org', '--role', 'admin', '--password', 'correct horse')
  const version = async () =>
    (await pool.query(`SELECT session_version AS v FROM users WHERE email = 'amy@example.org'`)).rows[0].v
  const before = await version()
  const { said } = await plumbline('user', 'password', 'Amy@example.org')
  const [, password] = /^Password: (\S{19})\n$/.exec(said) ?? []
  expect(await signIn({ email: 'amy@example.org', password }, '::2')).not.toBeNull()
  expect(await signIn({ email: 'amy@example.org', password: 'correct horse' }, '::2')).toBeNull()
  expect(await version()).toBe(before + 1)

  await plumbline('user', 'add', 'bob@example.org', '--role', 'rater')
  await pool.query(`UPDATE users SET active = false WHERE email = 'bob@example.org'`)
  const list = (await plumbline('user', 'list')).said
  expect(list).toContain('amy@example.org\tadmin\tactive\n')
  expect(list).toContain('bob@example.org\trater\tlocked\n')
  expect((await plumbline('user', 'password', 'nobody@example.org')).code).toBe(1)
  expect((await plumbline('user', 'password', 'bob@example.org')).code).toBe(1)
})

it('tells a failure from wrong usage', async () => {
  const unknown = await plumbline('token', 'create', '--email', 'nobody@example.org')
  expect(unknown).toEqual({ code: 1, said: 'There is no account for nobody@example.org.\n' })
  expect((await plumbline('user', 'add', 'x@example.org', '--role', 'owner')).code).toBe(2)
  expect((await plumbline('user', 'add', 'not an address', '--role', 'rater')).code).toBe(2)
  expect(
    (await plumbline('user', 'add', 'y@example.org', '--role', 'rater', '--password', 'short')).code,
  ).toBe(2)
  expect(
    (await pool.query(`SELECT 1 FROM users WHERE email IN ('x@example.org', 'y@example.org')`)).rowCount,
  ).toBe(0)
})
