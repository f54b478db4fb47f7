// @ts-check
/**
 * Becomes the thread or process whose name it is started with. It is plain JavaScript that no bundler touches, so that
 * the built app, the command line and tests start the same. It bundles the TypeScript once, which takes a quarter of a
 * second; compiling each file as it is loaded would take five times as long and half as much memory again.
 */
import { mkdirSync, renameSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, stop } from 'esbuild'

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url))
const SERVER = fileURLToPath(new URL('..', import.meta.url))
/** Below node_modules, where what stays outside of the bundle is found. */
const CACHE = join(PROJECT, 'node_modules', '.cache', 'plumbline')
/** What each is made of; what one starts itself lies beside it. */
const ENTRIES = {
  'job-thread': {
    'job-thread': 'intake/job-thread.ts',
    'feature-thread': 'intake/features/thread.ts',
  },
  'analysis-process': { 'analysis-process': 'analysis/process.ts' },
}

/**
 * @param {Record<string, string>} entries
 * @returns {Promise<void>}
 */
async function bundle(entries) {
  const draft = join(CACHE, `${Object.keys(entries)[0]}-${process.pid}-${Date.now()}`)
  mkdirSync(draft, { recursive: true })
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([name, file]) => [name, join(SERVER, file)]),
    ),
    outdir: draft,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    tsconfig: join(PROJECT, 'tsconfig.json'),
    absWorkingDir: PROJECT,
    logLevel: 'silent',
  })
  await stop()
  // Another process may be loading the same files just now: each is replaced at once or not at all.
  for (const name of Object.keys(entries)) renameSync(join(draft, `${name}.mjs`), join(CACHE, `${name}.mjs`))
  rmdirSync(draft)
}

const name = /** @type {keyof typeof ENTRIES} */ (process.argv[2])
await bundle(ENTRIES[name])
await import(pathToFileURL(join(CACHE, `${name}.mjs`)).href)
