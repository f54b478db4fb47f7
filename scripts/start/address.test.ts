import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { refuseAddress } from './address.mjs'

const server = createServer((request, response) => {
  if (!refuseAddress(request, response)) response.end('served')
})
let origin = ''
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

it.each(['/', '/audits/%C3%A9', '/audits/a%2Fb', '/audits/100%25?q=50%', '/audits/%2500'])(
  'lets %s pass',
  async (path) => {
    expect(await (await fetch(origin + path)).text()).toBe('served')
  },
)

it.each(['/audits/%E0%A4%A', '/audits/%zz', '/audits/%', '/audits/a%00', '/audits/a?model=%00'])(
  'answers 400 with a page to %s',
  async (path) => {
    const response = await fetch(origin + path)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(await response.text()).toContain(
      '<h1 style="font-size: 1.5rem">This address does not make sense</h1>',
    )
  },
)

it.each(['/api/v1/audits/%zz/report', '/api/v1/audits/a/report?model=%00'])(
  'answers 400 as problem+json to %s',
  async (path) => {
    for (const method of ['GET', 'POST']) {
      const response = await fetch(origin + path, { method })
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      expect([response.status, (await response.json()).status]).toEqual([400, 400])
    }
    expect(await (await fetch(origin + path, { method: 'HEAD' })).text()).toBe('')
  },
)
