/** Outputs at each level of the signal: the confidence it states (0…1), how many, and the sum of outcomes (0…1 each). */
export interface CalibrationLevels {
  confidence: ArrayLike<number>
  counts: ArrayLike<number>
  /** Accepted outputs, or the sum of goal scores. */
  outcomes: ArrayLike<number>
}

export interface CalibrationBin {
  confidence: number
  outcome: number
  n: number
}

/** All are on the 0…1 scale; Brier and its parts are squared. */
export interface Calibration {
  bins: CalibrationBin[]
  n: number
  /** Expected and greatest calibration error Σ w|c − o|, max |c − o|. */
  ece: number | null
  mce: number | null
  /** Σ w(c − o): positive where the signal is over-confident. */
  signedOverconfidence: number | null
  /** Squared error without its upward bias, Σ w[(c − o)² − o(1 − o)/(n_l − 1)]; can be negative. For 0/1 outcomes. */
  squaredEceDebiased: number | null
  /** For 0/1 outcomes: mean (c − y)² = reliability − resolution + uncertainty (exact with a bin a level). */
  brier: number | null
  reliability: number | null
  resolution: number | null
  uncertainty: number | null
  /** 1 − brier/uncertainty; null where all outcomes are alike. */
  brierSkill: number | null
  reason?: string
}

const MOST_LEVELS = 21
const MASS_BINS = 15

/**
 * How far stated confidence stands from what happens. One bin a level up to 21 levels, else 15 bins of equal mass.
 *
 * Sources: Murphy (1973), J. Appl. Meteor. 12, 595–600 (decomposition); Bröcker (2012), Climate Dynamics 39, 655–667, and
 * Kumar, Liang & Ma (2019), NeurIPS (debiasing).
 */
export function calibration(levels: CalibrationLevels): Calibration {
  const filled = Array.from(levels.counts, (n, l) => ({
    confidence: levels.confidence[l]!,
    n,
    outcome: n > 0 ? levels.outcomes[l]! / n : 0,
  })).filter(({ n }) => n > 0)
  const n = filled.reduce((total, level) => total + level.n, 0)
  if (n === 0) return { ...nothing(), reason: 'no labelled outputs' }
  const bins = filled.length <= MOST_LEVELS ? filled : equalMass(filled, n)
  const over = (of: CalibrationBin[], f: (bin: CalibrationBin) => number) =>
    of.reduce((total, bin) => total + (bin.n / n) * f(bin), 0)
  const base = over(filled, ({ outcome }) => outcome)
  const uncertainty = base * (1 - base)
  const gap = ({ confidence, outcome }: CalibrationBin) => confidence - outcome
  const brier = over(filled, (bin) => gap(bin) ** 2 + bin.outcome * (1 - bin.outcome))
  return {
    bins,
    n,
    ece: over(bins, (bin) => Math.abs(gap(bin))),
    mce: bins.reduce((most, bin) => Math.max(most, Math.abs(gap(bin))), 0),
    signedOverconfidence: over(bins, gap),
    squaredEceDebiased: debiased(bins, n),
    brier,
    reliability: over(bins, (bin) => gap(bin) ** 2),
    resolution: over(bins, ({ outcome }) => (outcome - base) ** 2),
    uncertainty,
    brierSkill: uncertainty > 0 ? 1 - brier / uncertainty : null,
  }
}

/** A bin with one output has no variance to subtract: it is left out, as are its weights. */
function debiased(bins: CalibrationBin[], n: number): number | null {
  const usable = bins.filter((bin) => bin.n > 1)
  if (usable.length === 0) return null
  return usable.reduce((total, bin) => {
    const bias = (bin.outcome * (1 - bin.outcome)) / (bin.n - 1)
    return total + (bin.n / n) * ((bin.confidence - bin.outcome) ** 2 - bias)
  }, 0)
}

/** Neighbouring levels joined until each bin holds about n/15 outputs; a level is never split. */
function equalMass(levels: CalibrationBin[], n: number): CalibrationBin[] {
  const bins: CalibrationBin[] = []
  let before = 0
  for (const level of levels) {
    const bin = Math.min(MASS_BINS - 1, Math.floor(((before + level.n / 2) * MASS_BINS) / n))
    before += level.n
    const open = bins[bin]
    if (!open) {
      bins[bin] = { ...level }
      continue
    }
    const size = open.n + level.n
    open.confidence += ((level.confidence - open.confidence) * level.n) / size
    open.outcome += ((level.outcome - open.outcome) * level.n) / size
    open.n = size
  }
  return bins.filter((bin) => bin !== undefined)
}

function nothing(): Calibration {
  return {
    bins: [],
    n: 0,
    ece: null,
    mce: null,
    signedOverconfidence: null,
    squaredEceDebiased: null,
    brier: null,
    reliability: null,
    resolution: null,
    uncertainty: null,
    brierSkill: null,
  }
}
