// @ts-check
/**
 * Starts a thread of imports. It is plain JavaScript that no bundler touches, so that the built app, the command line and
 * tests start the same thread. It bundles the thread's TypeScript once, which takes a quarter of a second; a thread that
 * compiled each file as it loads it would be there five times later and hold half as much memory again.
 */
import { mkdirSync, renameSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, stop } from 'esbuild'

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url))
const HERE = fileURLToPath(new URL('.', import.meta.url))
/** Below node_modules, where what stays outside of the bundle is found. */
const CACHE = join(PROJECT, 'node_modules', '.cache', 'plumbline')
const ENTRIES = { 'job-thread': 'job-thread.ts', 'feature-thread': 'features/thread.ts' }

/** @returns {Promise<string>} the folder with the threads as JavaScript */
async function bundle() {
  const draft = join(CACHE, `threads-${process.pid}-${Date.now()}`)
  mkdirSync(draft, { recursive: true })
  await build({
    entryPoints: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, join(HERE, file)])),
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
  for (const name of Object.keys(ENTRIES)) renameSync(join(draft, `${name}.mjs`), join(CACHE, `${name}.mjs`))
  rmdirSync(draft)
  return CACHE
}

await import(pathToFileURL(join(await bundle(), 'job-thread.mjs')).href)
