import type { Interval } from '@/lib/domain/report'
import type { Agreement } from '@/lib/domain/report-agreement'
import type { JudgePreference } from '@/lib/domain/report-self-preference'
import { whyNull } from '@/lib/domain/sentences'
import type { Answer } from '@/lib/server/analysis/report'
import { type Column, cells, intervals, namesOf, tableCsv } from './tables'

/** A figure of the section: of all raters, of one, of a pair, or of a judge. */
type Figure = {
  figure: string
  of: string
  estimate: number | null
  ci: Interval
  n: number | null
  note: string
}

const FIGURE_COLUMNS: Column<Figure>[] = [
  ...cells<Figure>('figure', 'of', 'estimate'),
  ...intervals<Figure>('ci'),
  ...cells<Figure>('n', 'note'),
]

const JUDGE_COLUMNS: Column<JudgePreference>[] = [
  ...cells<JudgePreference>('judge', 'family', 'n', 'n_others'),
  ...(['own', 'own_by_others', 'others', 'others_by_others'] as const).flatMap((name) => [
    ...cells<JudgePreference>(name),
    ...intervals<JudgePreference>(`${name}_ci`),
  ]),
  ...cells<JudgePreference>('did', 'se', 'df', 'p'),
  ...intervals<JudgePreference>('ci'),
]

export const AGREEMENT_COLUMNS = FIGURE_COLUMNS.flatMap(namesOf)
export const SELF_PREFERENCE_COLUMNS = JUDGE_COLUMNS.flatMap(namesOf)

/** `agreement.csv`: the report's `agreement`, a figure a row; those of pairs and raters after those of all. */
export function agreementCsv(answer: Answer, raw: boolean): string {
  const { agreement } = answer
  if (agreement === null) return tableCsv(FIGURE_COLUMNS, [], raw)
  const found = [...ofAll(agreement), ...ofStandIn(agreement), ...ofPairs(agreement), ...ofRaters(agreement)]
  const noted = found.map((row) => ({
    ...row,
    note: row.note || (row.estimate === null ? (whyNull(answer.notes, fieldOf(row)) ?? '') : ''),
  }))
  return tableCsv(FIGURE_COLUMNS, noted, raw)
}

/** `self-preference.csv`: the report's `self_preference` judge by judge. */
export function selfPreferenceCsv({ self_preference: found }: Answer, raw: boolean): string {
  return tableCsv(JUDGE_COLUMNS, found?.by_judge ?? [], raw)
}

function fieldOf({ figure, of }: Figure): string {
  return of === '' ? `agreement.${figure}` : `agreement.raters.${of}.${figure}`
}

function row(figure: string, estimate: number | null, rest: Partial<Omit<Figure, 'figure'>> = {}): Figure {
  return { figure, of: '', estimate, ci: null, n: null, note: '', ...rest }
}

const OVER_PAIRS = [
  ...['alpha', 'alpha_nominal', 'alpha_ordinal', 'alpha_interval', 'ac1', 'ac2', 'exact_agreement'],
] as const
const OVER_ALL = [
  ...(['icc', 'icc1', 'icc1k', 'icc2', 'icc2k', 'reliability', 'ceiling'] as const),
  ...(['corrected_pearson', 'corrected_spearman'] as const),
] as const

const CORRECTED = 'takes the reliability as known; the interval is cut at -1 and 1'

function ofAll(agreement: Agreement): Figure[] {
  const notes: Record<string, string> = {
    alpha: agreement.level,
    icc: agreement.icc_form,
    reliability: agreement.reliability_form,
    corrected_pearson: CORRECTED,
    corrected_spearman: CORRECTED,
  }
  const estimates = (names: readonly string[], n: number) =>
    names.map((name) => {
      const estimate = agreement[name as keyof Agreement] as number | null
      const ci = agreement[`${name}_ci` as keyof Agreement] as Interval
      return row(name, estimate, { ci, n, note: estimate === null ? '' : (notes[name] ?? '') })
    })
  const counts = [
    'n_raters',
    'n_ratings',
    'outputs',
    'outputs_with_two',
    'prompts',
    'ratings_per_output',
  ] as const
  return [
    ...estimates(OVER_PAIRS, agreement.outputs_with_two),
    ...estimates(OVER_ALL, agreement.outputs),
    ...counts.map((name) => row(name, agreement[name])),
    row('severity_p', agreement.severity_p),
    row('raters_for_reliability_80', agreement.raters_for_reliability_80),
    ...agreement.needed.map(({ figure, width, further_ratings: ratings, further_outputs: outputs }) =>
      row('further_ratings', ratings, {
        note: `for an interval of ${figure} of width ${width}; ${outputs} outputs`,
      }),
    ),
    ...ofRepeats('', agreement.repeats),
  ]
}

function ofStandIn({ alternative_annotator: test }: Agreement): Figure[] {
  if (test === null) return [row('alternative_annotator', null)]
  const note = `epsilon ${test.epsilon}, ${test.score}`
  const n = test.raters.length
  return [
    row('alternative_annotator_winning_rate', test.winning_rate, { n, note }),
    row('alternative_annotator_advantage', test.advantage, { n, note }),
    ...test.raters.flatMap((one) => [
      row('alternative_annotator_signal_share', one.signal_share, { of: one.rater, n: one.n, note }),
      row('alternative_annotator_p_adjusted', one.p_adjusted, {
        ...{ of: one.rater, n: one.n },
        note: one.wins ? 'wins' : 'does not win',
      }),
    ]),
  ]
}

function ofPairs({ pairs }: Agreement): Figure[] {
  return pairs.flatMap((pair) => {
    const own = { of: `${pair.rater_a} × ${pair.rater_b}`, n: pair.n }
    return [
      row('kappa', pair.kappa, { ...own, ci: pair.ci, note: 'quadratic weights' }),
      row('exact_agreement', pair.exact_agreement, own),
    ]
  })
}

function ofRaters({ raters }: Agreement): Figure[] {
  return raters.flatMap((rater) => {
    const own = { of: rater.rater, n: rater.n }
    const component = rater.component > 0 ? `component ${rater.component}` : ''
    return [
      row('severity', rater.severity, {
        ...{ of: rater.rater, n: rater.shared, ci: rater.severity_ci },
        note: rater.severity === null ? '' : component,
      }),
      row('mean', rater.mean, own),
      row('spread', rater.spread, own),
      row('seconds_median', rater.seconds_median, own),
      ...(['drift_in_session', 'drift_per_week'] as const).flatMap((name) => {
        const drift = rater[name]
        return drift ? [row(name, drift.slope, { of: rater.rater, n: drift.n, ci: drift.ci })] : []
      }),
      ...ofRepeats(rater.rater, rater.repeats),
      ...ofGold(rater),
    ]
  })
}

function ofGold({ rater, gold }: Agreement['raters'][number]): Figure[] {
  return gold ? [row('gold_met', gold.share, { of: rater, n: gold.n, ci: gold.ci })] : []
}

function ofRepeats(of: string, repeats: Agreement['repeats']): Figure[] {
  if (repeats === null) return []
  const { n, ...figures } = repeats
  return Object.entries(figures).map(([name, value]) => row(`repeats_${name}`, value, { of, n }))
}
