import type { DuckDBConnection } from '@duckdb/node-api'
import { findingsOf } from '@/lib/domain/findings'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { FEATURES } from '@/lib/features/registry'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { agreementOf, type RatersAgreement, withHeadline } from './agreement'
import { byGroup } from './by-group'
import { byFamily, byModel } from './by-model'
import { bySignal } from './by-signal'
import { byTag } from './by-tag'
import { resolveContrast } from './contrast'
import { featureEffects } from './feature-effects'
import { gateSection, targeted } from './gate-section'
import { headlineOf } from './headline'
import { jointTable } from './joint'
import { unitLevels } from './levels'
import { inOrder, Notes } from './notes'
import { presentationEffect } from './presentation'
import { countRatings, inflationForRatersLikeThese } from './raters'
import type { Rows } from './rows'
import { readSelected } from './selected'
import { selfPreferenceOf } from './self-preference'
import { slicesOf } from './slices'
import type { Asked } from './source'
import { binsOfAll, wantedBins } from './wanted-bins'
import { warmFor } from './warm'
import { besideOf, rowsOf } from './whole'

/** The numbers of a report: what depends on the snapshot and the question alone. */
export type Computed = Omit<
  Report,
  'audit' | 'revision' | 'behind' | 'blinding' | 'plan' | 'analysis' | 'selection'
>

/** What the raters and the judges are like among themselves; all else is of the scores. */
type Agreed = Pick<Report, 'self_preference' | 'presentation' | 'notes'> & {
  agreement: RatersAgreement | null
}
type Scores = Omit<Computed, keyof Agreed | 'findings'> & Pick<Report, 'notes'>

/**
 * The two halves of a report. Each takes up to some seconds of pure arithmetic: the server calls them at the same time,
 * in processes of their own (`computeElsewhere`). Both throw PlumblineError('invalid') for a name that the audit does
 * not have.
 */
export const HALVES = { scores: scoresOf, agreed: agreedOf }
export type Half = keyof typeof HALVES

/** The numbers of a report, out of its halves. */
export function joined(scores: Scores, { agreement: ofRaters, ...agreed }: Agreed): Computed {
  const { headline, n, contrast } = scores
  const further = new Notes()
  const agreement = ofRaters && withHeadline(ofRaters, headline, n.outputs, contrast, further)
  const notes = inOrder([...scores.notes, ...agreed.notes, ...further.list()])
  const found = { ...scores, ...agreed, agreement, notes }
  return { ...found, findings: findingsOf(found, featureLabel) }
}

async function scoresOf(snapshot: Snapshot, question: Question): Promise<Scores> {
  const asked = askedOf(snapshot, question)
  const wanted = wantedBins(snapshot.meta, question)
  const warm = warmFor('scores', asked)
  const { contrast } = asked
  return withDuckDb(async (connection) => {
    const selected = await warm.part('selected', () => readSelected(connection, asked))
    const picked = await warm.part('rows', () => rowsOf(connection, asked, selected))
    const { rows } = picked
    // DuckDB reads on while the rows are worked on.
    const reading = warm.part('beside', () => besideOf(connection, asked, selected, picked))
    const tables = await warm.noted('tables', (notes) => tablesOf(rows, asked, notes))
    const { ratings, unjudged, goalOnly, aside, tagged } = await reading
    const binned = await binsOfAll(connection, asked, rows, { ...wanted, warm })
    const headline = await warm.noted('headline', (notes) => {
      const raters = inflationForRatersLikeThese(rows, ratings, contrast)
      return headlineOf(rows, raters, {
        levels: tables.found.levels,
        commonScale: contrast.common_scale,
        notes,
      })
    })
    const gates = await warm.noted('gate', (notes) =>
      gateSection(connection, asked, { rows, ratings, unjudged, notes }),
    )
    const more = await warm.noted('more', (notes) => groupsOf(connection, asked, { rows, tagged, notes }))
    const notes = new Notes()
    const gate = targeted(gates.found, question, notes)
    const n = {
      ...{ outputs: rows.length, prompts: countRuns(rows.prompt), ...countRatings(ratings) },
      ...{ proxy_only: unjudged.length, goal_only: goalOnly },
      ...aside,
    }
    const { calibration, prediction_powered, classification } = gates.found
    return {
      ...{ contrast, n, headline: headline.found, ...tables.found.shown, bins: binned.bins },
      ...{ gate, calibration, prediction_powered, classification, ...more.found },
      notes: inOrder(
        [tables, binned, headline, gates, more].flatMap((part) => part.notes).concat(notes.list()),
      ),
    }
  })
}

async function agreedOf(snapshot: Snapshot, question: Question): Promise<Agreed> {
  const asked = askedOf(snapshot, question)
  const { found, notes } = await warmFor('agreed', asked).noted('whole', (notes) =>
    withDuckDb(async (connection) => {
      const selected = await readSelected(connection, asked)
      const agreement = await agreementOf(connection, asked, selected, notes)
      const reliability = agreement?.reliability ?? null
      const self_preference = await selfPreferenceOf(connection, asked, reliability, notes)
      const presentation = await presentationEffect(connection, asked, selected, notes)
      return { agreement, self_preference, presentation }
    }),
  )
  return { ...found, notes }
}

function askedOf(snapshot: Snapshot, question: Question): Asked {
  return { snapshot, contrast: resolveContrast(snapshot.meta, question), selection: question }
}

function featureLabel(key: string): string {
  return FEATURES.find((feature) => feature.key === key)?.label ?? key
}

/** How many different values a sorted column has. */
function countRuns(sorted: Float64Array): number {
  let runs = 0
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) runs += 1
  return runs
}

/** What needs the rows alone. */
function tablesOf(rows: Rows, { snapshot: { meta }, contrast }: Asked, notes: Notes) {
  const { common_scale: commonScale } = contrast
  const { controlled, ...effects } = featureEffects(rows, meta, contrast, notes)
  const by_model = byModel(rows, meta, controlled, commonScale, notes)
  const by_family = byFamily(rows, meta, commonScale, notes)
  const levels = unitLevels(rows)
  return { levels, shown: { by_model, by_family, ...effects, joint: jointTable(levels, commonScale) } }
}

type Known = { rows: Rows; tagged: ReadonlyMap<string, Int32Array>; notes: Notes }

/** The rows divided in every other way. */
async function groupsOf(connection: DuckDBConnection, asked: Asked, { rows, tagged, notes }: Known) {
  const by_group = await byGroup(connection, asked, notes)
  const by_signal = await bySignal(connection, asked, rows, notes)
  const by_tag = byTag(rows, tagged, asked.contrast.common_scale, notes)
  return { by_group, by_signal, by_tag, slices: slicesOf(rows, tagged, asked, notes) }
}
