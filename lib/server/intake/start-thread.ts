import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'

/** Starts the thread that imports files. */
export function startJobThread(): Worker {
  const beside = import.meta.url.startsWith('file:') ? path.dirname(fileURLToPath(import.meta.url)) : ''
  // In the built app a module no longer knows where its source lies; but its process runs in the project.
  const folders = [beside, path.join(/* turbopackIgnore: true */ process.cwd(), 'lib', 'server', 'intake')]
  const file = folders.map((folder) => path.join(folder, 'thread.mjs')).find((name) => existsSync(name))
  if (!file) throw new Error(`The thread of imports is not to be found in ${folders.join(' or ')}.`)
  return start(file)
}

/** Starts the thread that helps the import thread with features: it lies beside it, bundled. */
export function startFeatureThread(): Worker {
  return start(path.join(path.dirname(fileURLToPath(import.meta.url)), 'feature-thread.mjs'))
}

function start(file: string): Worker {
  // Asked for in this way, so that the bundler does not try to bundle what the thread loads.
  const threads = process.getBuiltinModule('node:worker_threads')
  return new threads.Worker(file, {
    // What this process was started with (a loader, a debugger) is not for the thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 },
  })
}
