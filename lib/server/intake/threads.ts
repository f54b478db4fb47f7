import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import { bundledFile } from '@/lib/server/offload/bundled-file'
import { Lender } from '@/lib/server/offload/lender'

declare global {
  var plumblineImportThreads: Lender<Worker> | undefined
}

/** The threads that import files. Kept on globalThis, since the dev server loads modules anew. */
export function importThreads(): Lender<Worker> {
  globalThis.plumblineImportThreads ??= new Lender({
    start: () => start(bundledFile(), ['job-thread']),
    end: (thread) => thread.terminate(),
    hold: (thread, held) => (held ? thread.ref() : thread.unref()),
    most: 2,
    // A thread holds a tokenizer and a language detector.
    idleMs: 60_000,
  })
  return globalThis.plumblineImportThreads
}

/** Ends the threads that have no work, for tests and for the end of a command. */
export function endIdleThreads(): Promise<void> {
  return importThreads().endIdle()
}

/** Starts the thread that helps the import thread with features: it lies beside it, bundled. */
export function startFeatureThread(): Worker {
  return start(path.join(path.dirname(fileURLToPath(import.meta.url)), 'feature-thread.mjs'))
}

function start(file: string, argv: string[] = []): Worker {
  // Asked for in this way, so that the bundler does not try to bundle what the thread loads.
  const threads = process.getBuiltinModule('node:worker_threads')
  return new threads.Worker(file, {
    argv,
    // What this process was started with (a loader, a debugger) is not for the thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 },
  })
}
