import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { attemptAddress, PEER_HEADER, peerOf } from '@/lib/server/auth/peer'
import { peerStater } from './peer.mjs'

// A server as Plumbline's own: what it states, the app reads.
const statePeer = peerStater()
const server = createServer((request, response) => {
  statePeer(request)
  const headers = new Headers(request.headers as Record<string, string>)
  response.end(JSON.stringify({ peer: peerOf(headers), counted: attemptAddress(headers) }))
})
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())

async function asked(headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo
  return (await fetch(`http://127.0.0.1:${port}/`, { headers })).json()
}

it('knows a request of this machine', async () => {
  expect(await asked()).toEqual({ peer: { address: '127.0.0.1', local: true }, counted: '127.0.0.1' })
})

it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'])(
  'takes nothing for local that a proxy handed on (%s)',
  async (name) => {
    expect((await asked({ [name]: '192.0.2.7' })).peer).toEqual({ address: '127.0.0.1', local: false })
  },
)

it('counts attempts behind a proxy on this machine by what the proxy saw last', async () => {
  expect((await asked({ 'x-forwarded-for': '198.51.100.1, 192.0.2.7' })).counted).toBe('192.0.2.7')
})

it('lets nobody state a peer', async () => {
  const forged = `${process.env.PLUMBLINE_PEER_KEY} 192.0.2.9`
  expect((await asked({ [PEER_HEADER]: forged })).peer).toEqual({ address: '127.0.0.1', local: true })
  for (const value of ['', 'x 127.0.0.1', ' 127.0.0.1', 'undefined 127.0.0.1'])
    expect(peerOf(new Headers({ [PEER_HEADER]: value }))).toBeNull()
})

it('believes a forwarding header only from this machine', () => {
  const headers = new Headers({
    [PEER_HEADER]: `${process.env.PLUMBLINE_PEER_KEY} 203.0.113.5 forwarded`,
    'x-forwarded-for': '192.0.2.7',
  })
  expect(attemptAddress(headers)).toBe('203.0.113.5')
})
