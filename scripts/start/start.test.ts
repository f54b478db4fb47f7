import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { canReach } from '../database/account.mjs'
import { isAlive } from '../database/processes.mjs'
import { NOBODY, type Program, runScript } from '../test/programs'
import { PATIENT, starting } from '../test/starting'

// A busy disk may take its time to make a database.
vi.setConfig({ testTimeout: 120_000 })

const root = process.getuid?.() === 0
const { folder, place, start, stop, databasePid } = starting()
/** For tests that are not about the database. */
const OTHER = { DATABASE_URL: process.env.PLUMBLINE_TEST_DATABASE_URL ?? '' }

test('serves on both addresses of localhost, and Ctrl-C stops it and its database', async () => {
  const program = start()
  await program.says(new RegExp(`ready: http://localhost:${place.port}\n`))
  for (const host of ['localhost', '127.0.0.1'])
    expect(await (await fetch(`http://${host}:${place.port}/`)).text()).toBe('bare')
  const database = databasePid()
  expect(isAlive(database)).toBe(true)
  await stop(program)
  expect(isAlive(database)).toBe(false)
  expect(databasePid()).toBe(0)
  expect(readdirSync(join(place.data, 'run'))).toEqual([])
})

test('an open request is answered before the server stops', async () => {
  const program = start(OTHER)
  await program.says(/is ready/)
  let finish = () => {}
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('begun'))
      finish = () => controller.close()
    },
  })
  const answer = fetch(`http://localhost:${place.port}/slow`, {
    method: 'POST',
    body,
    duplex: 'half',
  } as RequestInit)
  await fetch(`http://localhost:${place.port}/`)
  program.child.kill('SIGTERM')
  await program.says(/Stopping/)
  finish()
  expect(await (await answer).text()).toBe('late')
  expect(await program.ended).toEqual({ code: 0, signal: null })
})

test('a second signal cuts off what does not end by itself, web sockets too', async () => {
  const program = start(OTHER)
  await program.says(/is ready/)
  const socket = connect(place.port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: bare\r\n\r\n')
  await once(socket, 'data')
  program.child.kill('SIGINT')
  await program.says(/Stopping/)
  const again = setInterval(() => program.child.kill('SIGINT'), 100)
  expect(await program.ended).toEqual({ code: 0, signal: null })
  clearInterval(again)
})

test.skipIf(process.platform === 'win32')(
  'told through a shell that ends first, as npm does it, it stops too',
  async () => {
    const shell = spawn('/bin/sh', ['-c', '"$0" scripts/test/bare-start.mjs; true', process.execPath], {
      env: {
        ...process.env,
        ...OTHER,
        PLUMBLINE_DATA: place.data,
        PORT: String(place.port),
        npm_lifecycle_event: 'start',
      },
      stdio: 'ignore',
    })
    const users = () => readdirSync(join(place.data, 'run')).filter((name) => name.endsWith('.json'))
    await vi.waitFor(
      async () => expect((await fetch(`http://localhost:${place.port}/`)).ok).toBe(true),
      PATIENT,
    )
    shell.kill('SIGTERM')
    await vi.waitFor(() => expect(users()).toEqual([]), PATIENT)
    await expect(fetch(`http://localhost:${place.port}/`)).rejects.toThrow()
  },
)

test('what is told once is told beside the address, and not lost where the start fails after it', async () => {
  const news = { ...OTHER, BARE_NEWS: 'Password: p\n' }
  const good = start(news)
  await good.says(/Password: p\nPlumbline is ready/)
  await stop(good)
  expect(good.said().match(/Password/g)).toHaveLength(1)

  const bad = start({ ...news, BARE_FAULT: 'It does not build.' })
  expect((await bad.ended).code).toBe(1)
  expect(bad.said()).toContain('Password: p\n')
  expect(bad.said()).toContain('It does not build.\n')
})

test('it goes on when nobody listens to what it says', async () => {
  const program = start(OTHER)
  await program.says(/is ready/)
  program.child.stdout?.destroy()
  program.child.stderr?.destroy()
  program.child.kill('SIGHUP')
  expect(await program.ended).toEqual({ code: 0, signal: null })
})

test('the second of two starts says where the first is', async () => {
  const first = start(OTHER)
  await first.says(/is ready/)
  const second = start({ PORT: '0' })
  expect((await second.ended).code).toBe(1)
  expect(second.said()).toBe(
    `Plumbline runs already with ${place.data}: process ${first.pid}, http://localhost:${place.port}.\n`,
  )
  await stop(first)
})

test('two starts at the same moment: one serves', async () => {
  const programs = [start({ ...OTHER, PORT: '0' }), start({ ...OTHER, PORT: '0' })]
  const refused = await Promise.race(programs.map((program) => program.ended.then(() => program)))
  expect(refused.said()).toMatch(
    /^Plumbline runs already with .*: process \d+, (still starting|http:.*)\.\n$/,
  )
  const other = programs.find((program) => program !== refused) as Program
  await other.says(/is ready/)
  await stop(other)
})

test('a port in use is one line', async () => {
  const server = createServer().listen(place.port, '127.0.0.1')
  try {
    const program = start()
    expect((await program.ended).code).toBe(1)
    expect(program.said()).toBe(
      `Port ${place.port} is in use by another program: stop it, or set PORT to another one.\n`,
    )
    expect(databasePid()).toBe(0)
  } finally {
    server.close()
  }
})

test.each([
  ['PORT', '70000', 'PORT=70000 is not a port (0 to 65535).'],
  ['HOST', 'not a host', 'HOST=not a host is not a host name or address.'],
  ['HOST', '192.0.2.7', 'HOST=192.0.2.7 cannot be listened on (EADDRNOTAVAIL).'],
  ['DATABASE_URL', 'mysql://user:secret@host/db', 'DATABASE_URL is not a postgresql:// address.'],
  ['PLUMBLINE_DEMO', 'yes', 'PLUMBLINE_DEMO=yes is neither 0 nor 1.'],
  ['NEXTAUTH_SECRET', 'short', 'NEXTAUTH_SECRET is shorter than 16 characters.'],
  [
    'PLUMBLINE_ADMIN_PASSWORD',
    'long enough',
    'PLUMBLINE_ADMIN_PASSWORD is set without PLUMBLINE_ADMIN_EMAIL.',
  ],
])('a wrong %s is one line', async (name, value, line) => {
  const program = start({ [name]: value })
  expect((await program.ended).code).toBe(1)
  expect(program.said()).toBe(`${line}\n`)
})

test('a DATABASE_URL that does not answer is one line, without its password', async () => {
  const program = start({
    DATABASE_URL: `postgresql://someone:secret@127.0.0.1:${place.port}/records`,
    PORT: '0',
  })
  expect((await program.ended).code).toBe(1)
  expect(program.said()).toBe(
    `DATABASE_URL: 127.0.0.1:${place.port}/records does not answer (connect ECONNREFUSED 127.0.0.1:${place.port}).\n`,
  )
})

test('with DATABASE_URL no embedded database is started', async () => {
  const program = start(OTHER)
  await program.says(/is ready/)
  expect(databasePid()).toBe(0)
  await stop(program)
})

test.skipIf(root && !canReach({ ...NOBODY, name: 'nobody' }, process.cwd(), 'rx'))(
  'a data folder that cannot be written is one line',
  async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o555, recursive: true })
    const program = runScript('test/bare-start.mjs', {
      env: { PLUMBLINE_DATA: closed, PORT: '0' },
      ...(root ? { as: NOBODY } : {}),
    })
    expect((await program.ended).code).toBe(1)
    expect(program.said()).toBe(
      `The data folder ${closed} cannot be written (EACCES): set PLUMBLINE_DATA to one that can.\n`,
    )
  },
)

test('a signal during the start ends it, and what it began', async () => {
  const program = start()
  await vi.waitFor(() => expect(existsSync(join(place.data, 'postgres'))).toBe(true), PATIENT)
  program.child.kill('SIGTERM')
  expect(await program.ended).toEqual({ code: 143, signal: null })
  expect(databasePid()).toBe(0)
  expect(readdirSync(join(place.data, 'run'))).toEqual([])
})
