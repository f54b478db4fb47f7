import { timingSafeEqual } from 'node:crypto'

/** Where a request came from, as the server's socket saw it. */
export type Peer = {
  address: string
  /** Made on this machine, and not handed on by a proxy. */
  local: boolean
}

/**
 * The header in which Plumbline's own server states the peer: `KEY ADDRESS`, and `forwarded` behind it when the request
 * came with a forwarding header. KEY is a secret of the running process (PLUMBLINE_PEER_KEY): whoever does not know it
 * cannot state a peer, also where another server runs the app.
 */
export const PEER_HEADER = 'x-plumbline-peer'

/** The peer of a request; null where the server did not state it. */
export function peerOf(headers: { get(name: string): string | null }): Peer | null {
  const key = process.env.PLUMBLINE_PEER_KEY
  const [given = '', address = '', forwarded] = (headers.get(PEER_HEADER) ?? '').split(' ')
  if (!key || !address || !isEqual(given, key)) return null
  return { address, local: isLoopback(address) && forwarded === undefined }
}

/**
 * The address for which sign-in attempts are counted: the peer's, or what a proxy on this machine says it serves.
 * A forwarding header from elsewhere is anybody's invention.
 */
export function attemptAddress(headers: { get(name: string): string | null }): string {
  const peer = peerOf(headers)
  if (peer && !isLoopback(peer.address)) return peer.address
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || (peer?.address ?? 'unknown')
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
