import type { Gate, GatePoint } from '@/lib/domain/report-gate'
import { clusteredAuc } from '@/lib/stats/gate/clustered-auc'
import { gateCurve, type GatePoint as Point } from '@/lib/stats/gate/gate-curve'
import type { GateTable } from '@/lib/stats/gate/gate-table'
import type { Judged } from './judged'
import { MINIMA, type Notes, tooFew } from './notes'

/** A gate before anything is asked of it: what holds for every target. */
export type Untargeted = Omit<Gate, 'max_false_accept' | 'delta' | 'recommended' | 'certification'>

/** What a gate on the proxy would let through at each threshold. */
export function gateOf(judged: Judged, notes: Notes): Untargeted {
  const { rows, unjudged, cells, higherIs, rejected, weights } = judged
  const table = tableOf(judged)
  const curve = gateCurve(table, {
    higherIs,
    weighted: weights !== undefined,
    cells: {
      prompts: joined(rows.prompt, unjudged.prompt),
      level: cells.cell,
      outputs: new Uint8Array(cells.cell.length).fill(1),
      labelled: padded(weights ?? new Uint8Array(rows.length).fill(1), unjudged.length),
      rejected: padded(weights ? weighed(rejected, weights) : rejected, unjudged.length),
    },
  })
  const bad = rejected.reduce((sum, one) => sum + one, 0)
  return {
    accept_at: judged.acceptAt,
    higher_is: higherIs,
    outputs: cells.cell.length,
    n: rows.length,
    rejected: bad,
    curve: pointsOf(curve, rows.length, bad, notes),
    ...aucOf(judged, bad, notes),
  }
}

/** Outputs by threshold: all, judged and rejected. */
export function tableOf({ cells, rows, rejected }: Judged): GateTable {
  const levels = cells.thresholds
  const [outputs, labelled, bad] = [0, 1, 2].map(() => new Int32Array(levels.length))
  for (let i = 0; i < cells.cell.length; i++) outputs![cells.cell[i]!]! += 1
  for (let i = 0; i < rows.length; i++) {
    labelled![cells.cell[i]!]! += 1
    bad![cells.cell[i]!]! += rejected[i]!
  }
  return { levels, outputs: outputs!, labelled: labelled!, rejected: bad! }
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function weighed(values: Uint8Array, weights: Float64Array): Float64Array {
  return weights.map((weight, i) => weight * values[i]!)
}

/** The values of judged outputs, and 0 for the rest. */
function padded(values: ArrayLike<number>, more: number): Float64Array {
  const all = new Float64Array(values.length + more)
  all.set(values)
  return all
}

function pointsOf(curve: Point[], n: number, bad: number, notes: Notes): GatePoint[] {
  const enoughOf = (class_: number, what: string, field: string) => {
    const why = tooFew(class_, MINIMA.mean.prompts, MINIMA.mean, what)
    if (why) notes.add(`gate.curve.${field}`, why)
    return why === null
  }
  if (curve.length === 0) notes.add('gate', 'no output has this signal')
  const recallKnown = enoughOf(n - bad, 'accepted outputs', 'recall')
  const falsePositiveKnown = enoughOf(bad, 'rejected outputs', 'false_positive_rate')
  return curve.map((point) => {
    const few = tooFew(point.n, point.clusters, MINIMA.mean, 'judged outputs that pass')
    if (few) notes.add('gate.curve.false_accept_rate', few)
    const known = few === null
    return {
      t: point.threshold,
      outputs: point.outputs,
      pass_rate: point.passShare,
      pass_rate_ci: point.passShareCi,
      n: point.n,
      rejected: point.rejected,
      false_accept_rate: known ? point.falseAcceptRate : null,
      ci: known ? point.ci : null,
      recall: recallKnown ? point.recallOfGood : null,
      recall_ci: recallKnown ? point.recallOfGoodCi : null,
      false_reject_rate: recallKnown ? point.falseRejectRate : null,
      false_reject_rate_ci: recallKnown ? point.falseRejectRateCi : null,
      false_positive_rate: falsePositiveKnown ? point.falsePositiveRate : null,
      false_positive_rate_ci: falsePositiveKnown ? point.falsePositiveRateCi : null,
    }
  })
}

/** AUC from 20 judged outputs on, with at least 5 of each class. */
function aucOf({ rows, cells, rejected, weights, higherIs }: Judged, bad: number, notes: Notes) {
  const { outputs, each } = MINIMA.auc
  const why =
    tooFew(rows.length, 2, { outputs, prompts: 2 }) ??
    tooFew(
      Math.min(bad, rows.length - bad),
      2,
      { outputs: each, prompts: 2 },
      bad < rows.length - bad ? 'rejected outputs' : 'accepted outputs',
    )
  if (why) {
    notes.add('gate.auc', why)
    return { auc: null, auc_ci: null }
  }
  const last = cells.thresholds.length - 1
  const accepted = rejected.map((one) => 1 - one)
  const { estimate, ci, reason } = clusteredAuc(
    {
      prompts: rows.prompt,
      level:
        higherIs === 'better'
          ? cells.cell.subarray(0, rows.length)
          : cells.cell.subarray(0, rows.length).map((l) => last - l),
      accepted: weights ? weighed(accepted, weights) : accepted,
      rejected: weights ? weighed(rejected, weights) : rejected,
    },
    cells.thresholds.length,
  )
  if (ci === null) notes.add('gate.auc_ci', reason ?? 'not computable')
  return { auc: estimate, auc_ci: ci }
}
