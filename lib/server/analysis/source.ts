import type { ResolvedContrast } from '@/lib/domain/report'
import type { Selection } from '@/lib/domain/selection'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { MODEL_SIGNALS } from './contrast'
import { selectionConditions, Values } from './selection'

/** What a question is put to: a snapshot, the contrast and the selection. */
export type Asked = { snapshot: Snapshot; contrast: ResolvedContrast; selection: Selection }

/**
 * The parts of SQL that every query over the selected outputs is made of, so that none can disagree with another. Rows `f`
 * are facts of the criterion that the selection holds.
 */
export type SelectedSource = {
  values: Values
  /** WITH clause and FROM … WHERE … */
  withHuman: string
  from: string
  /** SQL of an output's human mean and number of raters, on a row `f`. */
  humanMean: string
  humanN: string
  humanVar: string
}

/** The same with the sides of the question's contrast. */
export type Source = SelectedSource & {
  /** SQL of an output's goal, on a row `f`. */
  goal: string
  /** SQL condition: row `f` holds a score of the proxy. With a proxy of `human` all do. */
  isProxy: string
  /** SQL aggregate over an output's rows: its proxy. */
  proxy: string
}

/** Of all selected outputs, whatever signals they have. */
export function selectedSource({ snapshot, contrast, selection }: Asked): SelectedSource {
  const values = new Values()
  const facts = `read_parquet(${values.bind(snapshot.facts)})`
  const criterion = values.bind(contrast.criterion)
  const recomputed = selection.rater_group.length > 0
  const human = (column: string) => (recomputed ? `h.${column}` : `f.${column}`)
  const humanN = recomputed ? 'coalesce(h.human_n, 0)' : 'f.human_n'
  const withHuman = recomputed ? `WITH human AS (${humanOfGroups(snapshot, selection, values)})` : ''
  const conditions = [
    `f.criterion = ${criterion}`,
    ...selectionConditions(snapshot.meta, selection, values, humanN),
  ]
  return {
    values,
    withHuman,
    from: `FROM ${facts} f ${recomputed ? 'LEFT JOIN human h USING (criterion, output_no)' : ''} WHERE ${conditions.join(' AND ')}`,
    humanMean: human('human_mean'),
    humanN,
    humanVar: human('human_var'),
  }
}

export function sourceOf(asked: Asked, isProxyOnly = false): Source {
  const { contrast } = asked
  const selected = selectedSource(asked)
  const isProxy = proxyCondition(contrast, selected.values)
  return {
    ...selected,
    from: isProxyOnly ? `${selected.from} AND ${isProxy}` : selected.from,
    goal: contrast.goal === 'human' ? selected.humanMean : 'f.verified',
    isProxy,
    proxy:
      contrast.signal === 'human'
        ? `any_value(${selected.humanMean})`
        : `avg(f.signal_score) FILTER (${isProxy})`,
  }
}

function proxyCondition({ signal, judge }: ResolvedContrast, values: Values): string {
  if (signal === 'human') return 'true'
  const signals = signal === 'any' ? MODEL_SIGNALS : [signal]
  const condition = `f.signal IN ${values.bindAll(signals)}`
  return judge === null ? condition : `${condition} AND f.judge = ${values.bind(judge)}`
}

/**
 * SQL: human means of each criterion and output by the raters of the selected groups only. As in a snapshot, one vote a
 * rater, and the votes summed by size.
 */
export function humanOfGroups(snapshot: Snapshot, selection: Selection, values: Values): string {
  return `
    SELECT criterion, output_no, avg(unit ORDER BY unit) AS human_mean, count(*)::INTEGER AS human_n,
      var_samp(unit ORDER BY unit) AS human_var
    FROM (
      SELECT criterion, output_no, rater_no, avg(unit ORDER BY unit) AS unit
      FROM read_parquet(${values.bind(snapshot.ratings)})
      WHERE counted AND "group" IN ${values.bindAll(selection.rater_group)}
      GROUP BY ALL
    ) GROUP BY ALL`
}
