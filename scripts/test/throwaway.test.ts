import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { killLeftovers, runScript } from './programs'

vi.setConfig({ testTimeout: 120_000 })
killLeftovers()

test.each(['SIGKILL', 'SIGINT'] as const)(
  'nothing is left of the database of tests that end by %s',
  async (signal) => {
    const tests = runScript('test/use-throwaway.mjs')
    const [url] = await tests.says(/postgresql:\S+/)
    const { rows } = await query(url, 'SHOW data_directory')
    const folder = dirname(rows[0].data_directory)
    expect(
      (await query(url, `SELECT datname FROM pg_database WHERE datname = 'plumbline_template'`)).rowCount,
    ).toBe(1)
    tests.child.kill(signal)
    await tests.ended
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 60_000, interval: 20 })
    await expect(query(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
  },
)

async function query(url: string, sql: string) {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await client.query(sql)
  } finally {
    await client.end()
  }
}
