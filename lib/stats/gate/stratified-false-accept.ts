import { normalQuantile } from '../distributions/normal'
import type { Interval } from '../estimate'
import { type GateTable, type HigherIs, strictToLoose } from './gate-table'

export interface StratifiedRate {
  estimate: number | null
  se: number | null
  ci: Interval | null
  /** What the rate can be at best and at worst, where some passing level has no label. */
  bounds: Interval | null
  n: number
  outputs: number
  reason?: string
}

/**
 * False-accept rate at a threshold where humans labelled some levels more often than others: levels are strata.
 *
 *     FAR = Σ N_l r_l/Σ N_l,  var = Σ N_l² r_l(1 − r_l)/(n_l − 1)/(Σ N_l)²,  limits on the logit scale
 *
 * A level with no label makes the rate unknown: then only `bounds` (all of it good, all of it bad). A level with one
 * label has no variance of its own: r_l is pooled towards the rate of all passing labels there.
 * Source: Cochran (1977), Sampling Techniques (stratified proportions).
 */
export function stratifiedFalseAcceptRate(
  table: GateTable,
  threshold: number,
  higherIs: HigherIs = 'better',
  level = 0.95,
): StratifiedRate {
  const passing = strictToLoose(table.levels, higherIs).filter((l) => {
    const value = table.levels[l]!
    return table.outputs[l]! > 0 && (higherIs === 'better' ? value >= threshold : value <= threshold)
  })
  const total = (column: ArrayLike<number>) => passing.reduce((value, l) => value + column[l]!, 0)
  const [outputs, n, rejected] = [total(table.outputs), total(table.labelled), total(table.rejected)]
  const none = { estimate: null, se: null, ci: null, bounds: null, n, outputs }
  if (outputs === 0) return { ...none, reason: 'nothing passes' }
  let known = 0
  let unknown = 0
  let variance = 0
  for (const l of passing) {
    const weight = table.outputs[l]! / outputs
    const labelled = table.labelled[l]!
    if (labelled === 0) {
      unknown += weight
      continue
    }
    const rate = table.rejected[l]! / labelled
    const spread = labelled > 1 ? (rate * (1 - rate)) / (labelled - 1) : (rejected / n) * (1 - rejected / n)
    known += weight * rate
    variance += weight * weight * spread
  }
  if (unknown > 0) {
    return { ...none, bounds: [known, known + unknown], reason: 'a level that passes has no human label' }
  }
  const se = Math.sqrt(variance)
  if (known <= 0 || known >= 1 || se === 0) {
    return {
      ...none,
      estimate: known,
      se,
      bounds: [known, known],
      reason: 'no variance within levels: no interval',
    }
  }
  const logit = Math.log(known / (1 - known))
  const half = (normalQuantile(0.5 + level / 2) * se) / (known * (1 - known))
  const share = (value: number) => 1 / (1 + Math.exp(-value))
  return {
    estimate: known,
    se,
    ci: [share(logit - half), share(logit + half)],
    bounds: [known, known],
    n,
    outputs,
  }
}
