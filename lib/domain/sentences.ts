import {
  countOf,
  formatInterval,
  formatNumber,
  formatPoints,
  fromTo,
  LEVEL,
  pointDigits,
  withUnit,
} from './format'
import type { Interval, Note, Report, ResolvedContrast } from './report'

/** What the proxy of a contrast is called on screen. */
export function proxyName({ signal, judge }: Pick<ResolvedContrast, 'signal' | 'judge'>): string {
  if (judge !== null) return `Rating by ${judge}`
  const names: Record<string, string> = {
    self: 'Own rating',
    family: 'Rating by the same family',
    peer: 'Rating by other models',
    any: 'Rating by any model',
    human: 'Human rating',
  }
  if (names[signal]) return names[signal]
  const [kind = '', name = ''] = signal.split(/:(.*)/s)
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${name}`
}

/** What the goal of a contrast is called on screen. */
export function goalName(goal: ResolvedContrast['goal']): string {
  return goal === 'human' ? 'Human rating' : 'Verified label'
}

/** Whose scores a contrast's proxy is, as the subject of a sentence: `metric:rouge1` as `The metric rouge1`. */
export function namedSignal(signal: string, judge: string | null = null): string {
  if (judge !== null) return judge
  return signal.includes(':') ? `The ${signal.replace(':', ' ')}` : 'The signal'
}

/** Who rates, as the subject of a sentence. */
function subject({ signal, judge }: ResolvedContrast, models: readonly string[]): string {
  const [only] = models.length === 1 ? models : []
  if (signal === 'self') return only ? `${only} rates itself` : 'The models rate themselves'
  if (judge !== null) return `${judge} rates these outputs`
  if (signal === 'family') return 'Models of the same family rate these outputs'
  if (signal === 'peer') return 'Other models rate these outputs'
  if (signal === 'any') return 'Models rate these outputs'
  if (signal === 'human') return 'The raters score these outputs'
  return `${namedSignal(signal)} stands`
}

/**
 * The finding in one sentence, in points: "gpt-4o rates itself 14 points above the raters (95 % interval 9 to 19;
 * 223 outputs)". Null when there is nothing to say it about; a contrast without a common scale is told by its rank
 * correlation.
 */
export function headlineSentence(
  report: Pick<Report, 'contrast' | 'headline' | 'n' | 'by_model'>,
): string | null {
  const { contrast, headline, n } = report
  const goal = contrast.goal === 'human' ? 'the raters' : 'the verified labels'
  const outputs = countOf(n.outputs, 'output')
  if (!contrast.common_scale) {
    if (headline.spearman === null) return null
    const range = formatInterval(headline.spearman_ci, (x) => formatNumber(x, 2))
    return `${namedSignal(contrast.signal)} follows ${goal} with a rank correlation of ${formatNumber(headline.spearman, 2)} (${range ? `${LEVEL} interval ${range}; ` : ''}${outputs})`
  }
  if (headline.inflation === null) return null
  const who = subject(
    contrast,
    report.by_model.map(({ model }) => model),
  )
  const { amount, range } = aboveOrBelow(headline.inflation, headline.ci)
  return `${who} ${amount} ${goal} (${range ? `${LEVEL} interval ${range}; ` : ''}${outputs})`
}

/**
 * A difference as "14 points above", with its interval told in the same direction ("9 to 19"), or as "3 below to 8
 * above" where it holds zero.
 */
export function aboveOrBelow(
  difference: number,
  interval: Interval,
): { amount: string; range: string | null } {
  const digits = pointDigits(interval)
  const points = (x: number) => formatPoints(Math.abs(x), digits)
  const side = (x: number) => (x < 0 ? 'below' : 'above')
  const size = points(difference)
  const level = !/[1-9]/.test(size)
  const amount = level
    ? 'level with'
    : `${withUnit(size, size === '1' ? 'point' : 'points')} ${side(difference)}`
  if (interval === null) return { amount, range: null }
  const [lo, hi] = interval
  const straddles = level || lo < 0 !== hi < 0
  if (straddles) return { amount, range: fromTo(`${points(lo)} ${side(lo)}`, `${points(hi)} ${side(hi)}`) }
  return {
    amount,
    range: difference < 0 ? fromTo(points(hi), points(lo)) : fromTo(points(lo), points(hi)),
  }
}

/** Why a field of the report is null: the note of the field itself, else of the nearest part that holds it. */
export function whyNull(notes: readonly Note[], field: string): string | null {
  const holds = (note: Note) => field === note.field || field.startsWith(`${note.field}.`)
  const found = notes.filter(holds).sort((a, b) => b.field.length - a.field.length)
  return found[0]?.why ?? null
}

/** The same where it stands alone, with a capital. */
export function whyShown(notes: readonly Note[], field: string): string {
  const why = whyNull(notes, field) ?? 'not enough data'
  return why.charAt(0).toUpperCase() + why.slice(1)
}

/** Why a report says nothing of agreement, as a sentence: ratings that its snapshot does not hold yet are not none. */
export function whyNoAgreement({
  agreement,
  notes,
  behind,
}: Pick<Report, 'agreement' | 'notes' | 'behind'>): string {
  if (agreement === null && behind.ratings > 0)
    return `${countOf(behind.ratings, 'newer rating')} ${behind.ratings === 1 ? 'is' : 'are'} being gathered, which takes up to half a minute: load this page again then.`
  return `${whyShown(notes, 'agreement.alpha')}.`
}
