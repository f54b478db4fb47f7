import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const app = fileURLToPath(new URL('.', import.meta.url))
const routes = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('/route.ts'))
  .sort()

/** What anybody may call, by name (metrics ask themselves, since local requests need no token). Everything else asks who it is. */
const PUBLIC = [
  'healthz/route.ts',
  'readyz/route.ts',
  'metrics/route.ts',
  'api/v1/openapi.json/route.ts',
  'api/v1/[...rest]/route.ts',
  'sign-out/route.ts',
  'panel/[token]/route.ts',
]
/** next-auth's own handler. */
const SIGN_IN = 'api/auth/[...nextauth]/route.ts'

const EXPORT = /^export const (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b([^=]*)= *(\w+)\(/gm
const CONFIG = /^export const (dynamic|runtime|maxDuration|fetchCache|revalidate)\b/gm

it('finds the routes', () => {
  expect(routes).toContain('api/v1/audits/route.ts')
})

it.each(routes.filter((path) => path !== SIGN_IN))('%s asks who it is before anything else', (path) => {
  const source = readFileSync(`${app}/${path}`, 'utf8')
  const handlers = [...source.matchAll(EXPORT)].map(([, , , wrapper]) => wrapper)
  const allowed = PUBLIC.includes(path)
    ? ['publicRoute']
    : path.startsWith('api/v1/')
      ? ['apiRoute']
      : ['apiRoute', 'sessionRoute']
  expect(handlers.length).toBeGreaterThan(0)
  for (const wrapper of handlers) expect(allowed).toContain(wrapper)
  // Nothing is exported in another way, which this test would not see.
  const exported = source.match(/^export\b/gm)?.length ?? 0
  expect(exported).toBe(handlers.length + [...source.matchAll(CONFIG)].length)
})
