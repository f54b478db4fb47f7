import { countOf, formatShare } from '@/lib/domain/format'
import type { Gate, GatePoint } from '@/lib/domain/report-gate'
import {
  certifiedThreshold,
  minimumCertifiablePasses,
  oneRowPerCluster,
  passesToCertify,
} from '@/lib/stats/gate/certified-threshold'
import type { GateTable } from '@/lib/stats/gate/gate-table'
import { clopperPearsonUpper } from '@/lib/stats/proportion'
import type { Judged } from './judged'
import type { Notes } from './notes'

type Options = { maximum: number; delta: number; notes: Notes }
type Part = Pick<Gate, 'recommended' | 'certification'>

/** For what the guarantee is given: it is printed beside it. */
const HOLDS_FOR =
  'new outputs drawn like these: a prompt at random from the same kind, one of its outputs at random, by the same mix of models, judged in the same way. Certified on one judged output of each prompt.'

/**
 * The threshold whose false-accept rate is surely at most `maximum`: certified on one random judged output a prompt.
 *
 * @param sample as `sampleOf` draws it.
 */
export function certificationOf(
  judged: Judged,
  sample: GateTable,
  curve: GatePoint[],
  options: Options,
): Part {
  const { maximum, delta, notes } = options
  const none = (why: string, n = 0): Part => {
    notes.add('gate.recommended', why)
    const certification = { n, minimum_passes: minimumCertifiablePasses(maximum, delta), tests: [] }
    return {
      recommended: null,
      certification: { ...certification, more_prompts: null, why_none: why, holds_for: HOLDS_FOR },
    }
  }
  if (judged.rows.length === 0) return none('no output with this signal has been judged')
  if (judged.weights)
    return none(
      'outputs were sampled for judgement with unequal probabilities; a guarantee needs a simple random sample',
    )
  const found = certifiedThreshold(sample, {
    maximum,
    delta,
    higherIs: judged.higherIs,
  })
  const certification: Gate['certification'] = {
    n: found.n,
    minimum_passes: found.minimumPasses,
    tests: found.tests.map(({ threshold: t, passed: n, rejected: k, p, certified }) => ({
      t,
      n,
      k,
      p,
      certified,
    })),
    more_prompts: found.threshold === null ? morePrompts(found, curve, options) : null,
    why_none: null,
    holds_for: HOLDS_FOR,
  }
  if (found.threshold === null) {
    const why = whyNone(found, certification.more_prompts, maximum)
    notes.add('gate.recommended', why)
    return { recommended: null, certification: { ...certification, why_none: why } }
  }
  const { t, n, k } = certification.tests.findLast((test) => test.t === found.threshold)!
  const point = curve.find((one) => one.t === t)
  const upper = clopperPearsonUpper(k, n, 1 - delta)!
  const { pass_rate = null, pass_rate_ci = null } = point ?? {}
  return { recommended: { t, n, k, upper, pass_rate, pass_rate_ci }, certification }
}

/** The table with the labels of one random judged output a prompt only; the pass counts stay those of all outputs. */
export function sampleOf({ rows, cells, rejected }: Judged, table: GateTable, seed: number): GateTable {
  const labelled = new Int32Array(table.levels.length)
  const bad = new Int32Array(table.levels.length)
  for (const row of oneRowPerCluster(rows.prompt, seed)) {
    labelled[cells.cell[row]!]! += 1
    bad[cells.cell[row]!]! += rejected[row]!
  }
  return { ...table, labelled, rejected: bad }
}

type Found = ReturnType<typeof certifiedThreshold>

/**
 * About how many more prompts with a judged output would certify some threshold, if the false-accept rates stay as they
 * are; null where even the lowest is not clearly below the maximum.
 */
function morePrompts(
  { n, minimumPasses }: Found,
  curve: GatePoint[],
  { maximum, delta }: Options,
): number | null {
  const known = curve.filter((point) => point.false_accept_rate !== null && point.pass_rate)
  if (known.length === 0) return Math.max(1, minimumPasses - n)
  const needs = known.flatMap(({ false_accept_rate: rate, pass_rate: share }) => {
    const passes = passesToCertify(rate!, maximum, delta)
    return passes === null ? [] : Math.max(passes, minimumPasses) / share!
  })
  return needs.length === 0 ? null : Math.max(1, Math.ceil(Math.min(...needs) - n))
}

function whyNone({ tests, n, minimumPasses }: Found, more: number | null, maximum: number): string {
  const share = formatShare(maximum, maximum < 0.01 ? 1 : 0)
  const [strictest] = tests
  const found = strictest
    ? `of ${countOf(strictest.passed, 'judged output')} of different prompts that the strictest testable gate passes, ${strictest.rejected} are rejected`
    : `a gate can be certified once ${minimumPasses} judged outputs of different prompts are expected to pass; there are ${n} in all`
  if (more === null)
    return `${found}. At no threshold is the false-accept rate clearly below ${share}, and more judgements alone would not change that`
  return strictest ? `${found}: that is not surely below ${share}` : found
}

/** The seed of the certifying sample: the same for the same revision and contrast. FNV-1a, 32 bits. */
export function sampleSeed(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
