// @ts-check
/** The packages, installed again when package-lock.json has changed. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './children.mjs'
import { Stop, step } from './say.mjs'

/**
 * @param {string} project
 * @returns {Promise<void>}
 */
export async function installPackages(project) {
  if (packagesAreCurrent(project)) return
  const { command, options, shell } = npm()
  // Types and the style sheet's compiler are needed by the build, whatever NODE_ENV says.
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund']
  await step('Installing packages', () =>
    runQuietly('npm ci', command, [...options, ...flags], { cwd: project, env: npmEnvironment(), shell }),
  )
  note(project)
}

/**
 * Whether node_modules holds what package-lock.json asks for.
 * @param {string} project
 */
export function packagesAreCurrent(project) {
  const noted = noteOf(project)
  if (existsSync(noted) && readFileSync(noted, 'utf8') === lockHash(project)) return true
  if (!installedByHand(project)) return false
  try {
    note(project)
  } catch {
    // Another account's checkout: then it is found out anew each time.
  }
  return true
}

/**
 * Somebody may have run `npm ci` without us; npm's own list then tells the same.
 * @param {string} project
 */
function installedByHand(project) {
  const list = join(project, 'node_modules', '.package-lock.json')
  if (!existsSync(list)) return false
  const installed = packagesOf(list)
  return Object.entries(packagesOf(join(project, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed[path]
    return found ? found.version === wanted.version : Boolean(wanted.optional || wanted.peer)
  })
}

/**
 * @param {string} path
 * @returns {Record<string, { version: string, optional?: boolean, peer?: boolean }>}
 */
const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages

/** npm that started us, or else the one on the PATH. */
function npm() {
  const self = process.env.npm_execpath
  if (self && /npm-cli\.[cm]?js$/.test(self))
    return { command: process.execPath, options: [self], shell: false }
  // On Windows npm is a script of the shell.
  return { command: 'npm', options: [], shell: process.platform === 'win32' }
}

/** Settings of the npm that started us (such as --omit) are for that call, not for this one. */
function npmEnvironment() {
  const ours = /^npm_config_(omit|include|only|production|global|ignore_scripts|dry_run)$/i
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name) && name !== 'NODE_ENV')
  return /** @type {NodeJS.ProcessEnv} */ (Object.fromEntries(kept))
}

/** @param {string} project */
function lockHash(project) {
  const lock = join(project, 'package-lock.json')
  if (!existsSync(lock)) throw new Stop(`${lock} is missing: is this a whole checkout?`)
  return createHash('sha256').update(readFileSync(lock)).digest('hex')
}

/** @param {string} project */
const noteOf = (project) => join(project, 'node_modules', '.plumbline-lock')

/** @param {string} project */
function note(project) {
  writeFileSync(noteOf(project), lockHash(project))
}
