import { afterEach, expect, it, vi } from 'vitest'
import { PEER_HEADER } from '@/lib/server/auth/peer'
import { apiRequest, testPerson, withParams } from '@/lib/server/auth/testing'
import { testDatabase } from '@/lib/server/db/testing'
import { countImport, countRating } from '@/lib/server/metrics'
import { GET as healthz } from './healthz/route'
import { GET as metrics } from './metrics/route'
import { GET as readyz } from './readyz/route'

const { pool } = testDatabase()

afterEach(() => vi.unstubAllEnvs())

const status = async (route: typeof healthz, request = apiRequest('/')) =>
  (await route(request, withParams())).status

it('is ready once every migration of the folder is applied', async () => {
  expect(await status(readyz)).toBe(200)
  await pool.query('UPDATE _prisma_migrations SET finished_at = NULL')
  expect(await status(readyz)).toBe(503)
  await pool.query('UPDATE _prisma_migrations SET finished_at = now(), rolled_back_at = now()')
  expect(await status(readyz)).toBe(503)
  await pool.query('ALTER TABLE _prisma_migrations RENAME TO put_away')
  expect(await status(readyz)).toBe(503)
  await pool.query('ALTER TABLE put_away RENAME TO _prisma_migrations')
  await pool.query('UPDATE _prisma_migrations SET rolled_back_at = NULL')
  expect(await status(readyz)).toBe(200)
  expect(await status(healthz)).toBe(200)
})

it('shows metrics to admins by token, and to local requests that the server vouches for', async () => {
  const [admin, analyst] = [await testPerson('admin'), await testPerson('analyst')]
  expect(await status(metrics)).toBe(401)
  expect(await status(metrics, apiRequest('/metrics', { token: analyst.token }))).toBe(403)
  expect(await status(metrics, apiRequest('/metrics', { token: admin.token }))).toBe(200)

  const from = (peer: string) => new Request('http://localhost/metrics', { headers: { [PEER_HEADER]: peer } })
  expect(await status(metrics, from('undefined 127.0.0.1'))).toBe(401)
  vi.stubEnv('PLUMBLINE_PEER_KEY', 'k')
  expect(await status(metrics, from('k 127.0.0.1'))).toBe(200)
  expect(await status(metrics, from('k ::1'))).toBe(200)
  expect(await status(metrics, from('k 127.0.0.1 forwarded'))).toBe(401)
  expect(await status(metrics, from('k 192.0.2.1'))).toBe(401)
  expect(await status(metrics, from('x 127.0.0.1'))).toBe(401)
})

it('counts what was stored and imported, and measures what was answered', async () => {
  countRating('counted')
  countRating('extra')
  countImport('outputs', 'written')
  await healthz(apiRequest('/healthz'), withParams())
  const { token } = await testPerson('admin')
  const text = await (await metrics(apiRequest('/metrics', { token }), withParams())).text()
  expect(text).toContain('plumbline_ratings_submitted_total{status="extra"} 1')
  expect(text).toContain('plumbline_imports_total{kind="outputs",outcome="written"} 1')
  expect(text).toMatch(
    /plumbline_http_request_duration_seconds_count{method="GET",route="\/healthz",status="200"} \d/,
  )
  expect(text).toContain('process_cpu_seconds_total')
})
