// @ts-check
/**
 * Serves the app with Next in this very process, so that nothing outlives it and holds the port.
 */
import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { refuseAddress } from './address.mjs'
import { closeServers, listen } from './listen.mjs'
import { peerStater } from './peer.mjs'

/** How long open requests may take when the server is told to stop. */
const GRACE_MS = 10_000

/**
 * @param {string} project
 * @param {{ host: string, port: number, dev: boolean }} serving
 * @returns {Promise<{ close: (insisted: Promise<void>) => Promise<void> }>} `insisted` cuts off what is still open
 */
export async function serveApp(project, { host, port, dev }) {
  const { default: next } = await import('next')
  // Next listens for web sockets on one server; localhost is two.
  const upgrades = new EventEmitter()
  const httpServer = /** @type {import('node:http').Server} */ (/** @type {unknown} */ (upgrades))
  const app = next({ dev, dir: project, hostname: host, port, quiet: !dev, httpServer })
  await app.prepare()
  const handle = app.getRequestHandler()
  const statePeer = peerStater()
  const servers = await listen({ host, port }, (request, response) => {
    if (refuseAddress(request, response)) return
    statePeer(request)
    handle(request, response).catch((error) => {
      console.error(error)
      response.destroy()
    })
  })
  if (dev) {
    for (const server of servers)
      server.on('upgrade', (request, socket, head) => {
        if (!upgrades.emit('upgrade', request, socket, head)) socket.destroy()
      })
  }
  return {
    async close(insisted) {
      // The dev server's sockets never end by themselves.
      const late = dev ? Promise.resolve() : pause(GRACE_MS, undefined, { ref: false })
      await closeServers(servers, Promise.race([insisted, late]))
      await app.close()
      await globalThis.plumblinePool?.end()
    },
  }
}
