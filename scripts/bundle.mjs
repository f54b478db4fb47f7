// @ts-check
/**
 * The command line's TypeScript, bundled once and again when it has changed: to compile each file at every start takes
 * many times as long as most commands.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** @typedef {Record<string, string>} Stamps of files, by their paths in the project */

/**
 * The bundle of `scripts/cli.ts`, made if it does not fit the sources.
 * @param {string} project
 * @returns {Promise<string>} its path
 */
export async function bundledCli(project) {
  // Below node_modules, where what stays outside of the bundle is found.
  const folder = join(project, 'node_modules', '.cache', 'plumbline', 'cli')
  if (!isCurrent(project, folder)) await bundle(project, folder)
  return join(folder, 'cli.mjs')
}

/**
 * @param {string} project
 * @param {string} folder
 */
function isCurrent(project, folder) {
  try {
    /** @type {Stamps} */
    const sources = JSON.parse(readFileSync(join(folder, 'sources.json'), 'utf8'))
    return Object.entries(sources).every(([file, stamp]) => stampOf(join(project, file)) === stamp)
  } catch {
    return false
  }
}

/**
 * @param {string} project
 * @param {string} folder
 */
async function bundle(project, folder) {
  const { build, stop } = await import('esbuild')
  const draft = `${folder}-${process.pid}-${Date.now()}`
  mkdirSync(draft, { recursive: true })
  try {
    const { metafile } = await build({
      entryPoints: [join(project, 'scripts', 'cli.ts')],
      outdir: draft,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      metafile: true,
      // So that a command loads only what it imports itself.
      splitting: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      tsconfig: join(project, 'tsconfig.json'),
      absWorkingDir: project,
      logLevel: 'silent',
      plugins: [whereItLies],
    })
    const sources = ['package-lock.json', ...Object.keys(metafile.inputs)]
    const stamps = Object.fromEntries(sources.map((file) => [file, stampOf(join(project, file))]))
    writeFileSync(join(draft, 'sources.json'), JSON.stringify(stamps))
    put(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
    await stop()
  }
}

/** Modules keep their own addresses, and plain JavaScript stays where it is: both look for files beside themselves. */
const whereItLies = {
  name: 'where it lies',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^\..*\.mjs$/ }, ({ path, resolveDir }) => ({
      path: pathToFileURL(join(resolveDir, path)).href,
      external: true,
    }))
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      if (!text.includes('import.meta.url')) return
      const address = JSON.stringify(pathToFileURL(path).href)
      return { contents: text.replaceAll('import.meta.url', address), loader: 'ts' }
    })
  },
}

/**
 * Another process may be running the same files just now, and load more of them: each is replaced at once, parts before
 * what asks for them, and the note that all fit last.
 * @param {string} draft
 * @param {string} folder
 */
function put(draft, folder) {
  mkdirSync(folder, { recursive: true })
  const last = ['cli.mjs', 'sources.json']
  const parts = readdirSync(draft).filter((name) => !last.includes(name))
  for (const name of [...parts, ...last]) renameSync(join(draft, name), join(folder, name))
  for (const name of readdirSync(folder))
    if (![...parts, ...last].includes(name) && isOld(join(folder, name))) rmSync(join(folder, name))
}

const DAY_MS = 86_400_000

/** @param {string} file */
function isOld(file) {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > DAY_MS
}

/** @param {string} file */
function stampOf(file) {
  const { mtimeMs, size } = statSync(file)
  return `${mtimeMs} ${size}`
}
