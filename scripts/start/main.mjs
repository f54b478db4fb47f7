// @ts-check
/** `npm start` and `npm run dev`: from a fresh clone to a running server, and back to nothing that runs. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keptSecret } from '../database/folders.mjs'
import { openEmbedded, openOther } from '../database/open.mjs'
import { enterAsServer, prepareData } from '../database/users.mjs'
import { buildApp, noteServing } from './build.mjs'
import { endChildren } from './children.mjs'
import { readSettings } from './environment.mjs'
import { bringUpToDate, setUpOnce } from './first.mjs'
import { generateClient } from './generate.mjs'
import { installPackages } from './install.mjs'
import { addressOf, checkedPort } from './listen.mjs'
import { say, sayWhy } from './say.mjs'
import { serveApp } from './serve.mjs'
import { Signals } from './signals.mjs'

/** @typedef {import('./environment.mjs').Settings} Settings */
/** @typedef {{ host: string, port: number, dev: boolean }} Serving */
/**
 * What is served: the tests of everything else put a bare server in the app's place.
 * @typedef {object} App
 * @property {(project: string) => Promise<void>} install
 * @property {(project: string, databaseUrl: string) => Promise<string>} setUp resolves with what is to be told when all is ready
 * @property {(project: string, serving: Serving) => Promise<() => void>} build resolves with what takes its traces away
 * @property {(project: string, serving: Serving) => Promise<{ close: (insisted: Promise<void>) => Promise<void> }>} serve
 */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** @type {App} */
const PLUMBLINE = {
  async install(project) {
    await installPackages(project)
    await generateClient(project)
  },
  setUp: setUpOnce,
  async build(project, { dev }) {
    if (dev) return () => {}
    await buildApp(project)
    return noteServing(project)
  },
  serve: serveApp,
}

/** @param {{ dev: boolean, app?: App }} options */
export async function start({ dev, app = PLUMBLINE }) {
  const signals = new Signals()
  keepTalking()
  /** Undone in reverse order, however the start ends. @type {Array<() => unknown>} */
  const undo = []
  /** Told at the end, where nothing scrolls it away: the first admin's password is shown this once. */
  let news = ''
  try {
    const settings = readSettings(PROJECT)
    prepareData(settings.data)
    const user = await enterAsServer(settings.data, dev ? 'dev' : 'start')
    undo.push(user.leave)
    const serving = { host: settings.host, port: await checkedPort(settings), dev }
    const address = addressOf(serving)

    await signals.unlessStopped(() => app.install(PROJECT))
    const database = await signals.unlessStopped(
      () => (settings.databaseUrl ? openOther(settings.databaseUrl) : openEmbedded(settings, user)),
      ({ close }) => undo.push(close),
    )
    if (!database.embedded) user.tell({ databaseUrl: database.url })
    setEnvironment(settings, database.url, serving)
    await signals.unlessStopped(() => bringUpToDate(database.url))
    await signals.unlessStopped(() =>
      together(
        app.setUp(PROJECT, database.url).then((told) => {
          news = told.trimEnd()
        }),
        app.build(PROJECT, serving).then((forget) => undo.push(forget)),
      ),
    )
    await signals.unlessStopped(
      () => app.serve(PROJECT, serving),
      ({ close }) => undo.push(() => close(signals.insisted)),
    )
    user.tell({ address })
    if (news) say(news)
    news = ''
    say(`Plumbline is ready: ${address}`)
    say('Sign in there with your e-mail address and password. Ctrl-C stops Plumbline.')
    await signals.stopped
    say('Stopping …')
  } catch (error) {
    if (news) say(news)
    process.exitCode = signals.received ? signals.exitCode : 1
    if (!signals.received) sayWhy(error)
  }
  for (const step of undo.reverse()) {
    try {
      await step()
    } catch (error) {
      sayWhy(error)
      process.exitCode ||= 1
    }
  }
  process.exit()
}

/**
 * Waits for all, also where one fails: it ends the programs of the others, and its error is the one that is told.
 * @param {Promise<unknown>[]} works
 */
async function together(...works) {
  /** @type {unknown[]} */
  const errors = []
  await Promise.all(
    works.map((work) =>
      work.catch((error) => {
        errors.push(error)
        endChildren()
      }),
    ),
  )
  if (errors.length > 0) throw errors[0]
}

/** Whoever reads what is said may go (a closed terminal, `| head`): that must not end the server. */
function keepTalking() {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}

/**
 * What the app reads. The address of the database holds its password: it is handed on in here, and printed nowhere.
 * @param {Settings} settings
 * @param {string} databaseUrl
 * @param {Serving} serving
 */
function setEnvironment({ data, nextauthSecret, nextauthUrl }, databaseUrl, serving) {
  Object.assign(process.env, {
    NODE_ENV: serving.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    PLUMBLINE_DATA: data,
    PORT: String(serving.port),
    NEXTAUTH_SECRET: nextauthSecret ?? keptSecret(join(data, 'nextauth-secret')),
    NEXTAUTH_URL: nextauthUrl ?? addressOf(serving),
  })
}
