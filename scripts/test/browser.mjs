// @ts-check
/**
 * A Chromium for the browser tests: what the environment names, Playwright's own, the system's, one from npm, or else one
 * that is installed now. The first that really opens a page is taken.
 */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { runQuietly } from '../start/children.mjs'
import { Stop, step } from '../start/say.mjs'

/**
 * @typedef {object} Browser
 * @property {string} name
 * @property {string} path
 * @property {Record<string, string>} [env]
 */

const ON_PATH = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]
/** Enough for a start on a busy machine, little enough not to wait for one that hangs. */
const OPEN_MS = 60_000

const OFFERS = [playwrights, systems, packaged, packagedWithLibraries, downloaded, fromDistribution]

/**
 * @param {string} project
 * @returns {Promise<Browser>}
 */
export async function findBrowser(project) {
  const named = process.env.PLUMBLINE_BROWSER
  if (named) {
    const browser = { name: 'PLUMBLINE_BROWSER', path: named }
    const trouble = await troubleWith(browser)
    if (trouble) throw new Stop(`PLUMBLINE_BROWSER=${named} does not open a page: ${trouble}`)
    return browser
  }
  const troubles = []
  for (const offer of OFFERS) {
    const browser = await offer(project).catch((/** @type {Error} */ error) => error)
    if (!browser) continue
    const trouble = browser instanceof Error ? browser.message : await troubleWith(browser)
    if (!trouble && !(browser instanceof Error)) return browser
    troubles.push(`${offer.name}: ${String(trouble).split('\n')[0]}`)
  }
  throw new Stop(
    `No browser for the tests (${troubles.join('; ')}): install Chrome or Chromium, or set PLUMBLINE_BROWSER to one.`,
  )
}

/** @returns {Promise<Browser | null>} */
async function playwrights() {
  const path = (await playwright()).executablePath()
  return existsSync(path) ? { name: 'the browser of Playwright', path } : null
}

/** @returns {Promise<Browser | null>} */
async function systems() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = [...ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name))), ...ELSEWHERE]
  const path = paths.find(isProgram)
  return path ? { name: 'the browser of the system', path } : null
}

/**
 * A headless Chromium from npm, for where neither Playwright's host nor a package manager can be reached.
 * @param {string} project
 * @returns {Promise<Browser | null>}
 */
async function packaged(project) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const description = join(project, 'node_modules', '@sparticuz', 'chromium', 'package.json')
  const { version } = JSON.parse(readFileSync(description, 'utf8'))
  const folder = join(cacheOf(project), `chromium-${version}`)
  if (!existsSync(folder)) await step('Unpacking a browser', () => unpack(project, folder))
  return {
    name: 'the browser from npm',
    path: join(folder, 'chromium'),
    env: { FONTCONFIG_PATH: join(folder, 'fonts') },
  }
}

/**
 * The same with the libraries that it brings along, for a system that lacks them.
 * @param {string} project
 * @returns {Promise<Browser | null>}
 */
async function packagedWithLibraries(project) {
  const browser = await packaged(project)
  if (!browser) return null
  return { ...browser, env: { ...browser.env, LD_LIBRARY_PATH: join(browser.path, '..', 'al2023', 'lib') } }
}

/**
 * The package unpacks into the folder for temporary files, and takes for its own whatever lies there: it gets one of its
 * own, which is in its place only once it is whole.
 * @param {string} project
 * @param {string} folder
 */
async function unpack(project, folder) {
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft)
  const before = process.env.TMPDIR
  process.env.TMPDIR = draft
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium')
    const path = await chromium.executablePath()
    if (path !== join(draft, 'chromium')) throw new Error(`it was unpacked to ${path}`)
    await inflate(join(project, 'node_modules', '@sparticuz', 'chromium', 'bin', 'al2023.tar.br'))
    chmodSync(path, 0o755)
    renameSync(draft, folder)
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    rmSync(draft, { recursive: true, force: true })
  }
}

/**
 * @param {string} project
 * @returns {Promise<Browser | null>}
 */
async function downloaded(project) {
  const cli = join(project, 'node_modules', 'playwright', 'cli.js')
  await step('Downloading a browser', () =>
    runQuietly('playwright install', process.execPath, [cli, 'install', 'chromium'], { cwd: project }),
  )
  return playwrights()
}

/** @returns {Promise<Browser | null>} */
async function fromDistribution() {
  if (process.getuid?.() !== 0 || !isProgram('/usr/bin/apt-get')) return null
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends', 'chromium']
  await step('Installing a browser', async () => {
    await runQuietly('apt-get update', 'apt-get', ['update'], { cwd: '/', env })
    await runQuietly('apt-get install', 'apt-get', install, { cwd: '/', env })
  })
  return systems()
}

/**
 * @param {Browser} browser
 * @returns {Promise<string | null>} null: it opens a page
 */
async function troubleWith({ path, env }) {
  try {
    const browser = await (await playwright()).launch({
      executablePath: path,
      timeout: OPEN_MS,
      ...(env && { env: { .../** @type {Record<string, string>} */ (process.env), ...env } }),
    })
    // Some builds of Chromium go down with their first page.
    for (const word of ['hello', 'again']) {
      const page = await browser.newPage()
      await page.setContent(`<p>${word}</p>`)
      await page.close()
    }
    await browser.close()
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function playwright() {
  const { chromium } = await import('@playwright/test')
  return chromium
}

/** @param {string} project */
function cacheOf(project) {
  const folder = join(project, 'node_modules', '.cache', 'plumbline')
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    return mkdtempSync(join(tmpdir(), 'plumbline-browser-'))
  }
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
