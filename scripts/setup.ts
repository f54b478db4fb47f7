/** What happens once in the life of a database, run by the first start: the demo audits, the first admin. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PlumblineError } from '@/lib/domain/errors'
import { madeUpPassword } from '@/lib/server/auth/password'
import { addPerson } from '@/lib/server/auth/people'
import { env } from '@/lib/server/db/env'
import { pool } from '@/lib/server/db/pool'

/** A namespace of its own among advisory locks, so that two first starts on one database do not both set it up. */
const SETUP_LOCK = 0x706c6d73

const DEMO = new URL('../prisma/demo/load.ts', import.meta.url)

/**
 * Sets an empty database up; does nothing once it is done. What fails is tried again by the next call, and what was
 * done before stays done. `say` gets lines for the person who starts Plumbline, a one-time password among them.
 */
export async function setUp(say: (line: string) => void): Promise<void> {
  const client = await pool().connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK])
    const done = await client.query(`SELECT 1 FROM settings WHERE key = 'setup_done'`)
    if (done.rowCount) return
    const demo = await loadDemoAudits()
    // Last, so that nothing which could fail stands between the password and whoever is to read it.
    await makeFirstAdmin(say)
    await client.query(`INSERT INTO settings (key, value) VALUES ('setup_done', $1)`, [
      JSON.stringify({ at: new Date().toISOString(), demo }),
    ])
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [SETUP_LOCK]).catch(() => {})
    client.release()
  }
}

async function makeFirstAdmin(say: (line: string) => void): Promise<void> {
  const admins = await pool().query(`SELECT 1 FROM users WHERE role = 'admin' AND active LIMIT 1`)
  if (admins.rowCount) return
  const { PLUMBLINE_ADMIN_EMAIL: email = 'admin@plumbline.local', PLUMBLINE_ADMIN_PASSWORD: given } = env()
  const password = given ?? madeUpPassword()
  await addPerson({ email: email.toLowerCase(), role: 'admin', password }, null)
  say(`First admin: ${email.toLowerCase()}`)
  if (given === undefined) say(`Password (shown this once): ${password}`)
}

/** Whether the demo was loaded. */
async function loadDemoAudits(): Promise<boolean> {
  if (env().PLUMBLINE_DEMO === '0' || !existsSync(DEMO)) return false
  const { loadDemo }: { loadDemo: () => Promise<unknown> } = await import(DEMO.href)
  await loadDemo()
  return true
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setUp((line) => process.stdout.write(`${line}\n`))
  } catch (error) {
    process.stderr.write(`${error instanceof PlumblineError ? error.message : (error as Error).stack}\n`)
    process.exitCode = 1
  } finally {
    await pool().end()
  }
}
