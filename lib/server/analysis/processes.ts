import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { PlumblineError } from '@/lib/domain/errors'
import type { Question } from '@/lib/domain/selection'
import { bundledFile } from '@/lib/server/offload/bundled-file'
import { type Failure, fromFailure } from '@/lib/server/offload/failure'
import { Lender } from '@/lib/server/offload/lender'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { type Computed, type HALVES, type Half, joined } from './compute'

type HalfAnswer<H extends Half> = Awaited<ReturnType<(typeof HALVES)[H]>>
export type Computation = { half: Half; snapshot: Snapshot; question: Question }
export type ComputationAnswer<H extends Half = Half> = { computed: HalfAnswer<H> } | { failure: Failure }

/** What a process answers that was only to begin. */
export type Begun = { begun: true } | { failure: Failure }

declare global {
  var plumblineAnalysisProcesses: Record<Half, Lender<ChildProcess>> | undefined
}

/**
 * Processes, not threads: DuckDB takes the whole process with it when a thread ends that it works for. What this one
 * does goes on whatever becomes of them, and goes first. Kept on globalThis, since the dev server loads modules anew.
 */
function processes(): Record<Half, Lender<ChildProcess>> {
  globalThis.plumblineAnalysisProcesses ??= { scores: lender(), trust: lender() }
  return globalThis.plumblineAnalysisProcesses
}

/** Each half has one process, always the same, which keeps what it read and computed for the last question. */
function lender(): Lender<ChildProcess> {
  return new Lender({
    start,
    end: async (child) => {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
      child.kill('SIGKILL')
      await ended
    },
    hold,
    most: 1,
    idleMs: 300_000,
    mostWaiting: 200,
    tooMany: () =>
      new PlumblineError('unavailable', 'Too many analyses wait to be computed. Try again in a moment.'),
  })
}

/** What takes longer will hardly end at all, and nobody waits for it, but everybody for its process. */
const LONGEST_MS = 600_000

/**
 * The numbers of a report, each half computed in a process of its own, which lives on for the next.
 * Throws PlumblineError('unavailable') when a half takes longer than `longestMs`.
 */
export async function computeElsewhere(
  snapshot: Snapshot,
  question: Question,
  longestMs = LONGEST_MS,
): Promise<Computed> {
  const [scores, trust] = await Promise.all([
    elsewhere('scores', snapshot, question, longestMs),
    elsewhere('trust', snapshot, question, longestMs),
  ])
  return joined(scores, trust)
}

async function elsewhere<H extends Half>(
  half: H,
  snapshot: Snapshot,
  question: Question,
  longestMs: number,
): Promise<HalfAnswer<H>> {
  const answer = await processes()[half].lend((child) =>
    ask<ComputationAnswer<H>>(child, { half, snapshot, question }, longestMs),
  )
  if ('failure' in answer) throw fromFailure(answer.failure)
  return answer.computed
}

/**
 * Starts the processes, for whoever asks first after a start of the server: one loads its code and opens DuckDB in about a
 * second.
 */
export async function beginElsewhere(longestMs = LONGEST_MS): Promise<void> {
  const lent = Object.values(processes()).map((lender) =>
    lender.lend((child) => ask<Begun>(child, 'begin', longestMs)),
  )
  for (const answer of await Promise.all(lent)) if ('failure' in answer) throw fromFailure(answer.failure)
}

/** Ends the processes that have no work, for tests. */
export async function endIdleProcesses(): Promise<void> {
  for (const lender of Object.values(processes())) await lender.endIdle()
}

/**
 * glibc gives the memory of every large array back to the system, which clears it anew for the next: a fifth of the time.
 * Below these sizes it keeps it.
 */
const KEEP_MEMORY = { MALLOC_MMAP_THRESHOLD_: '1000000000', MALLOC_TRIM_THRESHOLD_: '2000000000' }

function start(): ChildProcess {
  // Asked for in this way, so that the bundler does not try to bundle what the process loads.
  const { fork } = process.getBuiltinModule('node:child_process')
  return fork(bundledFile(), ['analysis-process'], {
    // What this process was started with (a loader, a debugger) is not for the other.
    execArgv: ['--max-old-space-size=512', '--max-semi-space-size=64'],
    env: { ...process.env, ...KEEP_MEMORY },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

function hold(child: ChildProcess, held: boolean): void {
  // The channel as well would keep this process alive.
  for (const one of [child, child.channel]) held ? one?.ref() : one?.unref()
}

async function ask<A>(child: ChildProcess, question: Computation | 'begin', longestMs: number): Promise<A> {
  const listening = new AbortController()
  let limit: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      limit = setTimeout(
        () => reject(new PlumblineError('unavailable', 'This analysis took too long and was given up.')),
        longestMs,
      )
      const onExit = () => reject(new Error('The process of an analysis ended before its answer.'))
      child.on('message', resolve).on('error', reject).on('exit', onExit)
      listening.signal.addEventListener('abort', () =>
        child.off('message', resolve).off('error', reject).off('exit', onExit),
      )
      child.send(question, (error) => error && reject(error))
    })
  } finally {
    clearTimeout(limit)
    listening.abort()
  }
}
