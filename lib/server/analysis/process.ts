import os from 'node:os'
import { toFailure } from '@/lib/server/offload/failure'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import { HALVES } from './compute'
import type { Begun, Computation, ComputationAnswer } from './processes'

/** A process that computes one half of a report after the other, for the process that started it. */
const BEHIND_OTHERS = 10

// Raters' requests and the database go first where there is too little for all.
os.setPriority(BEHIND_OTHERS)
// Ctrl+C reaches this process as well. It ends with the one that asks, which may have an answer to wait for.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit())
process.on('message', (asked: Computation | 'begin') => {
  // DuckDB opens its first instance now rather than with the first question.
  if (asked === 'begin')
    return void withDuckDb(async () => say({ begun: true })).catch((error) =>
      say({ failure: toFailure(error) }),
    )
  const { half, snapshot, question } = asked
  HALVES[half](snapshot, question).then(
    (computed) => say({ computed }),
    (error: unknown) => say({ failure: toFailure(error) }),
  )
})

function say(answer: ComputationAnswer | Begun): void {
  process.send?.(answer)
}
