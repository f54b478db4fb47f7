// @ts-check
/** Tells the app where a request came from, which Next does not: see lib/server/auth/peer.ts. */
import { randomBytes } from 'node:crypto'

const HEADER = 'x-plumbline-peer'
const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']

/**
 * Makes the key of this process, and what states the peer of a request in its headers, over whatever the sender put there.
 * @returns {(request: import('node:http').IncomingMessage) => void}
 */
export function peerStater() {
  const key = randomBytes(16).toString('hex')
  process.env.PLUMBLINE_PEER_KEY = key
  return (request) => {
    const forwarded = FORWARDING.some((name) => request.headers[name] !== undefined)
    request.headers[HEADER] =
      `${key} ${request.socket.remoteAddress ?? 'unknown'}${forwarded ? ' forwarded' : ''}`
  }
}
