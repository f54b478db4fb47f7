// @ts-check
/** The production build, made again when a file that goes into it has changed. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, startOf } from '../database/processes.mjs'
import { runQuietly } from './children.mjs'
import { Stop, step } from './say.mjs'

/** Everything that goes into a build. A folder counts with all below it. */
const SOURCES = [
  ...['app', 'components', 'lib', 'public', 'prisma/schema.prisma', 'proxy.ts', 'instrumentation.ts'],
  ...['next.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json'],
]
const NOT_BUILT = /\.test\.tsx?$/

/**
 * @param {string} project
 * @returns {Promise<boolean>} whether it had to be built
 */
export async function buildApp(project) {
  const hash = sourcesHash(project)
  const note = noteOf(project)
  if (existsSync(note) && readFileSync(note, 'utf8') === hash) return false
  refuseUnderServer(project)
  rmSync(note, { force: true })
  await step('Building the app', () =>
    runQuietly('next build', process.execPath, [nextOf(project), 'build'], {
      cwd: project,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    }),
  )
  writeFileSync(note, hash)
  return true
}

/** @param {string} project */
export function buildIsCurrent(project) {
  const note = noteOf(project)
  return existsSync(note) && readFileSync(note, 'utf8') === sourcesHash(project)
}

/**
 * Notes that this process serves the build, which loads parts of it as they are asked for.
 * @param {string} project
 * @returns {() => void} takes the note away
 */
export function noteServing(project) {
  mkdirSync(servingOf(project), { recursive: true })
  const path = join(servingOf(project), String(process.pid))
  writeFileSync(path, startOf(process.pid))
  return () => rmSync(path, { force: true })
}

/** @param {string} project */
function refuseUnderServer(project) {
  if (!existsSync(servingOf(project))) return
  for (const name of readdirSync(servingOf(project))) {
    const pid = Number(name)
    const path = join(servingOf(project), name)
    if (isAlive(pid) && startOf(pid) === readFileSync(path, 'utf8'))
      throw new Stop(`The sources have changed, but process ${pid} serves the present build: stop it first.`)
    rmSync(path, { force: true })
  }
}

/** @param {string} project */
function sourcesHash(project) {
  const hash = createHash('sha256').update(process.version)
  for (const path of SOURCES.flatMap((source) => filesBelow(project, source)))
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(project, path)))
      .update('\0')
  return hash.digest('hex')
}

/**
 * @param {string} project
 * @param {string} path
 * @returns {string[]} sorted, so that every file system gives the same
 */
function filesBelow(project, path) {
  const stat = statSync(join(project, path), { throwIfNoEntry: false })
  if (!stat) return []
  if (stat.isFile()) return NOT_BUILT.test(path) ? [] : [path]
  return readdirSync(join(project, path))
    .sort()
    .flatMap((name) => filesBelow(project, `${path}/${name}`))
}

/** @param {string} project */
const nextOf = (project) => join(project, 'node_modules', 'next', 'dist', 'bin', 'next')

/** @param {string} project */
const noteOf = (project) => join(project, '.next', 'plumbline-sources')

/** @param {string} project */
const servingOf = (project) => join(project, '.next', 'plumbline-serving')
