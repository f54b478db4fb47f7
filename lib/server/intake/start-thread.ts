import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'

const FOLDER = ['lib', 'server', 'intake']

/** Starts a thread that runs a module of this folder. It keeps no process alive once `unref` was called on it. */
export function startThread(entry: 'job-thread.ts' | 'features/thread.ts'): Worker {
  // Asked for in this way, so that the bundler does not try to bundle what the thread loads.
  const threads = process.getBuiltinModule('node:worker_threads')
  return new threads.Worker(path.join(folder(), 'thread.mjs'), {
    workerData: { entry: `./${entry}` },
    // What this process was started with (a loader, a debugger) is not for the thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32 },
  })
}

/** This folder on disk. In the built app a module no longer knows where its source lies; its process runs in the project. */
function folder(): string {
  const beside = import.meta.url.startsWith('file:') ? path.dirname(fileURLToPath(import.meta.url)) : ''
  const candidates = [beside, path.join(/* turbopackIgnore: true */ process.cwd(), ...FOLDER)]
  const found = candidates.find((candidate) => existsSync(path.join(candidate, 'thread.mjs')))
  if (!found) throw new Error(`The threads of imports are not to be found in ${candidates.join(' or ')}.`)
  return found
}
