import { unstable_doesMiddlewareMatch as matches } from 'next/experimental/testing/server'
import { NextRequest } from 'next/server'
import { afterEach, expect, it, vi } from 'vitest'
import { config, proxy } from '@/proxy'

afterEach(() => vi.unstubAllEnvs())

const at = (path: string, cookie = '') =>
  proxy(new NextRequest(`http://localhost:3000${path}`, { headers: cookie ? { cookie } : {} }))
const SIGNED_IN = 'next-auth.session-token=x'

it('sends who is not signed in to sign in, and back again', () => {
  expect(at('/audits/a?model=b').headers.get('location')).toBe(
    'http://localhost:3000/sign-in?callbackUrl=%2Faudits%2Fa%3Fmodel%3Db',
  )
  expect(at('/').headers.get('location')).toBe('http://localhost:3000/sign-in')
  expect(at(`/audits/a?model=${'b'.repeat(2_000)}`).headers.get('location')).toBe(
    'http://localhost:3000/sign-in',
  )
  expect(at('/audits/a', SIGNED_IN).headers.get('location')).toBeNull()
  for (const open of ['/sign-in', '/invite/abc', '/panel/abc', '/methods'])
    expect(at(open).headers.get('location')).toBeNull()
  expect(at('/methods-of-mine').headers.get('location')).not.toBeNull()
})

it('gives each page a policy with a nonce of its own, which Next finds in the request', () => {
  const policies = [at('/', SIGNED_IN), at('/', SIGNED_IN)].map((response) => {
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(response.headers.get('x-middleware-request-content-security-policy')).toBe(policy)
    return policy
  })
  const nonces = policies.map(
    (policy) => /script-src 'self' 'nonce-([\w+/]{22}==)' 'strict-dynamic';/.exec(policy)?.[1],
  )
  expect(new Set(nonces).size).toBe(2)
  expect(nonces).not.toContain(undefined)
  for (const policy of policies) {
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  }
})

it('keeps browsers on https where the server is reached by it', () => {
  expect(at('/', SIGNED_IN).headers.get('strict-transport-security')).toBeNull()
  vi.stubEnv('NEXTAUTH_URL', 'https://plumbline.example.org')
  expect(at('/', SIGNED_IN).headers.get('strict-transport-security')).toBe('max-age=31536000')
})

it.each([
  ['/', true],
  ['/audits/a/outputs/picture.svg', true],
  ['/apian', true],
  ['/healthz/x', true],
  ['/api/v1/audits', false],
  ['/api/auth/session', false],
  ['/audits/a/data/upload', false],
  ['/_next/static/chunks/a.js', false],
  ['/icon.svg', false],
  ['/healthz', false],
  ['/metrics', false],
])('%s: %s', (url, runs) => {
  expect(matches({ config, nextConfig: {}, url })).toBe(runs)
})
