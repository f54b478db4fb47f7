import { PlumblineError } from '@/lib/domain/errors'
import type { ResolvedContrast } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import type { CriterionMeta, SignalMeta, SnapshotMeta } from '@/lib/server/snapshot/meta'
import { checkName } from './names'
import type { Asked as Put } from './source'

/** Signals that are models' ratings: `any` means all of them. */
export const MODEL_SIGNALS = ['self', 'family', 'peer'] as const
const KINDS: readonly string[] = [...MODEL_SIGNALS, 'any', 'human']

/** The question put to a snapshot, with nothing left open. */
export function askedOf(snapshot: Snapshot, question: Question): Put {
  return { snapshot, contrast: resolveContrast(snapshot.meta, question), selection: question }
}

type Asked = Pick<Question, 'criterion' | 'signal' | 'judge' | 'goal'>

/**
 * The contrast with nothing left open. Criterion: the audit's first. Goal: the humans where the criterion has any, else
 * the verified label. Signal: `self`, else the one that covers most outputs with a goal.
 * Throws PlumblineError('invalid') for a name that does not exist, saying what does, and for a signal against itself.
 */
export function resolveContrast(meta: SnapshotMeta, asked: Asked): ResolvedContrast {
  const keys = meta.criteria.map(({ key }) => key)
  const key = asked.criterion ?? keys[0] ?? ''
  checkName('criterion', key, keys)
  const signals = meta.signals.filter((one) => one.criterion === key)
  checkContrast(signals, asked)
  const goal = goalOf(meta.criteria.find((one) => one.key === key)!, asked)
  const signal = asked.signal ?? defaultSignal(signals, goal, asked.judge)
  return {
    criterion: key,
    signal,
    judge: asked.judge ?? null,
    goal,
    common_scale: !signal.startsWith('metric:'),
  }
}

/** What a criterion's signals are held against. */
export function goalOf(criterion: CriterionMeta, { goal, signal }: Asked): 'human' | 'verified' {
  if (goal !== undefined || signal === 'human') return goal ?? 'verified'
  return criterion.human > 0 || criterion.verified === 0 ? 'human' : 'verified'
}

/** Throws PlumblineError('invalid') for a signal or judge that is not among `signals`, and for a signal against itself. */
export function checkContrast(signals: SignalMeta[], { signal, judge, goal }: Asked): void {
  if (signal === 'human' && goal === 'human') refuse('human can only be held against goal=verified')
  if (signal === 'human' && judge !== undefined) refuse('human has no judge; leave judge out')
  const names = new Set(signals.map((one) => one.signal))
  if (signal !== undefined && !KINDS.includes(signal)) checkName('signal', signal, [...names].sort())
  const judges = new Set(signals.flatMap((one) => one.judges.flatMap((own) => own.judge ?? [])))
  if (judge !== undefined) checkName('judge', judge, [...judges].sort())
}

function refuse(what: string): never {
  throw new PlumblineError('invalid', `The parameter signal ${what}.`, [{ path: 'signal', message: what }])
}

function defaultSignal(signals: SignalMeta[], goal: 'human' | 'verified', judge: string | undefined): string {
  const candidates = signals.flatMap(({ signal, judges, ...whole }) => {
    const covered = judge === undefined ? whole : judges.find((one) => one.judge === judge)
    return covered
      ? { signal, outputs: covered.outputs, human: covered.human, verified: covered.verified }
      : []
  })
  const self = candidates.find(({ signal }) => signal === 'self')
  if (self && self[goal] > 0) return 'self'
  const [best] = candidates.toSorted(
    (a, b) => b[goal] - a[goal] || b.outputs - a.outputs || (a.signal < b.signal ? -1 : 1),
  )
  return best && (best[goal] > 0 || !self) ? best.signal : 'self'
}
