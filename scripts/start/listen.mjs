// @ts-check
/** Listening on HOST and PORT. `localhost` means both of its addresses, so that every client finds it. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { freePort } from '../database/ports.mjs'
import { Stop } from './say.mjs'

/** @typedef {import('node:http').Server} Server */
/** @typedef {import('node:http').RequestListener} RequestListener */

const IDLE_MS = 50
/** A large import over a slow line takes its time to arrive. */
const LONGEST_REQUEST_MS = 3_600_000

/** No IPv6 here: one address is enough. */
const NOT_HERE = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']

/**
 * @param {{ host: string, port: number }} where
 * @param {RequestListener} handler
 * @returns {Promise<Server[]>}
 */
export async function listen({ host, port }, handler) {
  const addresses = host === 'localhost' ? ['127.0.0.1', '::1'] : [host]
  /** @type {Server[]} */
  const servers = []
  try {
    for (const address of addresses) {
      const server = createServer({ requestTimeout: LONGEST_REQUEST_MS }, handler)
      rememberSockets(server)
      try {
        server.listen(port, address)
        await once(server, 'listening')
        servers.push(server)
      } catch (error) {
        if (address === '::1' && NOT_HERE.includes(codeOf(error))) continue
        throw explain(error, host, port)
      }
    }
  } catch (error) {
    for (const server of servers) server.close()
    throw error
  }
  return servers
}

/**
 * Takes no more connections, and resolves once the open requests are answered, or cut off.
 * @param {Server[]} servers
 * @param {Promise<void>} cut cuts off what is still open
 */
export async function closeServers(servers, cut) {
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
  // A connection that has its answer is kept open for more, which will not come.
  const idle = setInterval(() => {
    for (const server of servers) server.closeIdleConnections()
  }, IDLE_MS)
  cut.then(() => {
    for (const socket of servers.flatMap((server) => [...(sockets.get(server) ?? [])])) socket.destroy()
  })
  await Promise.all(closed)
  clearInterval(idle)
}

/** @type {WeakMap<Server, Set<import('node:net').Socket>>} */
const sockets = new WeakMap()

/**
 * Node's own list leaves out what has become a web socket, and a server with one of those never closes.
 * @param {Server} server
 */
function rememberSockets(server) {
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set()
  sockets.set(server, open)
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
}

/**
 * The port to listen on, checked before any long work: better a line now than after the build.
 * @param {{ host: string, port: number }} where
 */
export async function checkedPort({ host, port: wanted }) {
  const port = wanted === 0 ? await freePort() : wanted
  const servers = await listen({ host, port }, (_, response) => response.destroy())
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return port
}

/**
 * Where a person finds it: the address that the browser takes.
 * @param {{ host: string, port: number }} where
 */
export function addressOf({ host, port }) {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

/**
 * @param {unknown} error
 * @param {string} host
 * @param {number} port
 */
function explain(error, host, port) {
  const code = codeOf(error)
  if (code === 'EADDRINUSE')
    return new Stop(`Port ${port} is in use by another program: stop it, or set PORT to another one.`)
  if (code === 'EACCES')
    return new Stop(`Port ${port} may not be used by this account: set PORT to another one.`)
  return new Stop(`HOST=${host} cannot be listened on (${code || String(error)}).`)
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code ?? ''
