import type { Worker } from 'node:worker_threads'
import { startJobThread } from './start-thread'

/** Files that are imported at once in this process; the next ones wait, and so do their senders. */
const MOST = 2
/** A thread without work ends after this time: it holds a tokenizer and a language detector. */
const IDLE_MS = 60_000

type Idle = { thread: Worker; timer: NodeJS.Timeout; forget: () => void }
type Shared = { idle: Idle[]; all: Set<Worker>; busy: number; waiting: (() => void)[] }

declare global {
  var plumblineImportThreads: Shared | undefined
}

/** Kept on globalThis, since the dev server loads modules anew. */
function shared(): Shared {
  globalThis.plumblineImportThreads ??= { idle: [], all: new Set(), busy: 0, waiting: [] }
  return globalThis.plumblineImportThreads
}

/** Lends a thread to `work`. Give it back by returning; it is ended when `work` throws. */
export async function withThread<T>(work: (thread: Worker) => Promise<T>): Promise<T> {
  const state = shared()
  while (state.busy >= MOST) await new Promise<void>((resolve) => state.waiting.push(resolve))
  state.busy += 1
  let thread: Worker | null = null
  try {
    thread = takeIdle(state) ?? newThread(state)
    thread.ref()
    const result = await work(thread)
    rest(state, thread)
    return result
  } catch (error) {
    await thread?.terminate()
    throw error
  } finally {
    state.busy -= 1
    state.waiting.shift()?.()
  }
}

function newThread(state: Shared): Worker {
  const thread = startJobThread()
  state.all.add(thread)
  thread.on('exit', () => state.all.delete(thread))
  return thread
}

function takeIdle(state: Shared): Worker | null {
  const idle = state.idle.pop()
  if (!idle) return null
  stopWatching(idle)
  return idle.thread
}

function rest(state: Shared, thread: Worker): void {
  // An idle thread that dies is simply not there any more; and none keeps the process alive.
  const forget = () => {
    state.idle = state.idle.filter((idle) => idle.thread !== thread)
  }
  thread.on('error', forget).on('exit', forget)
  thread.unref()
  const timer = setTimeout(() => {
    forget()
    void thread.terminate()
  }, IDLE_MS).unref()
  state.idle.push({ thread, timer, forget })
}

function stopWatching({ thread, timer, forget }: Idle): void {
  clearTimeout(timer)
  thread.off('error', forget).off('exit', forget)
}

/** Ends the threads that have no work, for tests and for the end of a command. */
export async function endIdleThreads(): Promise<void> {
  const state = shared()
  const idle = state.idle.splice(0)
  await Promise.all(
    idle.map((one) => {
      stopWatching(one)
      return one.thread.terminate()
    }),
  )
}
