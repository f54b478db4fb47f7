// @ts-check
/** `npm start` with a bare server in the app's place: for tests of everything around it. */
import { closeServers, listen } from '../start/listen.mjs'
import { start } from '../start/main.mjs'
import { Stop } from '../start/say.mjs'

await start({
  dev: false,
  app: {
    install: async () => {},
    setUp: async () => process.env.BARE_NEWS ?? '',
    build: async () => {
      if (process.env.BARE_FAULT) throw new Stop(process.env.BARE_FAULT)
      return () => {}
    },
    async serve(_, serving) {
      const servers = await listen(serving, (request, response) => {
        // The one slow answer: it ends when the test says so.
        if (request.url === '/slow') return void request.on('end', () => response.end('late')).resume()
        response.end('bare')
      })
      for (const server of servers)
        server.on('upgrade', (_request, socket) => {
          socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: bare\r\n\r\n')
        })
      return { close: (insisted) => closeServers(servers, insisted) }
    },
  },
})
