import type { DuckDBConnection } from '@duckdb/node-api'
import { findingsOf } from '@/lib/domain/findings'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { FEATURES } from '@/lib/features/registry'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { adjustedBinsOf } from './adjusted-bins'
import { agreementOf } from './agreement'
import { binsOf } from './bins'
import { byGroup } from './by-group'
import { byFamily, byModel } from './by-model'
import { bySignal } from './by-signal'
import { byTag, readTags } from './by-tag'
import { resolveContrast } from './contrast'
import { regressionFeatures } from './feature-columns'
import { featureEffects } from './feature-effects'
import { binnedFeatures, controlFeatures } from './features'
import { gateSection } from './gate-section'
import { headlineOf } from './headline'
import { jointTable } from './joint'
import { unitLevels } from './levels'
import { linkedOf } from './linked'
import { inOrder, Notes } from './notes'
import { presentationEffect } from './presentation'
import { countRatings, inflationForRatersLikeThese, readRatings } from './raters'
import { countOneSided, type Rows, readRowsOf } from './rows'
import { selfPreferenceOf } from './self-preference'
import { slicesOf } from './slices'
import type { Asked } from './source'

/** The numbers of a report: what depends on the snapshot and the question alone. */
export type Computed = Omit<Report, 'audit' | 'revision' | 'behind' | 'selection'>

/** What the raters and the judges are like among themselves; all else is of the scores. */
type Agreed = Pick<Report, 'agreement' | 'self_preference' | 'presentation' | 'notes'>
type Scores = Omit<Computed, keyof Agreed | 'findings'> & Pick<Report, 'notes'>

/**
 * The two halves of a report. Each takes up to some seconds of pure arithmetic: the server calls them at the same time,
 * in processes of their own (`computeElsewhere`). Both throw PlumblineError('invalid') for a name that the audit does
 * not have.
 */
export const HALVES = { scores: scoresOf, agreed: agreedOf }
export type Half = keyof typeof HALVES

/** The numbers of a report, out of its halves. */
export function joined(scores: Scores, agreed: Agreed): Computed {
  const notes = inOrder([...scores.notes, ...agreed.notes])
  const found = { ...scores, ...agreed, notes }
  return { ...found, findings: findingsOf(found, featureLabel) }
}

async function scoresOf(snapshot: Snapshot, question: Question): Promise<Scores> {
  const contrast = resolveContrast(snapshot.meta, question)
  const asked = { snapshot, contrast, selection: question }
  const features = binnedFeatures(snapshot.meta, question.feature)
  return withDuckDb(async (connection) => {
    const regressed = regressionFeatures(snapshot.meta).map(({ key }) => key)
    const held = controlFeatures(snapshot.meta, question.control)
    const rows = await readRowsOf(connection, asked, [...new Set([...features, ...regressed, ...held])])
    const notes = new Notes()
    // DuckDB reads on while the rows are worked on.
    const rest = readRest(connection, asked, rows)
    const tables = tablesOf(rows, features, asked, question, notes)
    const { ratings, oneSided } = await rest
    const raters = inflationForRatersLikeThese(rows, ratings, contrast)
    const { levels, ...shown } = tables
    const headline = headlineOf(rows, raters, { levels, commonScale: contrast.common_scale, notes })
    const gate = await gateSection(connection, asked, question, { rows, ratings, notes })
    const n = { outputs: rows.length, prompts: countRuns(rows.prompt), ...countRatings(ratings), ...oneSided }
    const by_group = await byGroup(connection, asked, notes)
    const by_signal = await bySignal(connection, asked, rows, notes)
    const tagged = await readTags(connection, asked, rows)
    const by_tag = byTag(rows, tagged, contrast.common_scale, notes)
    const slices = slicesOf(rows, tagged, asked, notes)
    const more = { by_group, by_signal, by_tag, slices }
    return { contrast, n, headline, ...shown, ...gate, ...more, notes: notes.list() }
  })
}

async function agreedOf(snapshot: Snapshot, question: Question): Promise<Agreed> {
  const contrast = resolveContrast(snapshot.meta, question)
  const asked = { snapshot, contrast, selection: question }
  return withDuckDb(async (connection) => {
    const rows = await readRowsOf(connection, asked, [])
    const notes = new Notes()
    const linked = linkedOf(rows, contrast.common_scale)
    const agreement = await agreementOf(connection, asked, { rows, linked, notes })
    const reliability = agreement?.reliability ?? null
    const self_preference = await selfPreferenceOf(connection, asked, reliability, notes)
    const presentation = await presentationEffect(connection, asked, notes)
    return { agreement, self_preference, presentation, notes: notes.list() }
  })
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

async function readRest(connection: DuckDBConnection, asked: Asked, rows: Rows) {
  const ratings = await readRatings(connection, asked, rows)
  return { ratings, oneSided: await countOneSided(connection, asked) }
}

/** What needs the rows alone. */
function tablesOf(
  rows: Rows,
  features: string[],
  asked: Asked,
  { bins: wanted, control }: Question,
  notes: Notes,
) {
  const { common_scale: commonScale } = asked.contrast
  const bins: Report['bins'] = {}
  for (const feature of features)
    bins[feature] =
      control.length > 0
        ? adjustedBinsOf(rows, feature, { control, asked: wanted, commonScale, notes })
        : binsOf(rows, feature, wanted, commonScale, notes)
  const { meta } = asked.snapshot
  const { controlled, ...effects } = featureEffects(rows, meta, asked.contrast, notes)
  const by_model = byModel(rows, meta, controlled, commonScale, notes)
  const by_family = byFamily(rows, meta, commonScale, notes)
  const levels = unitLevels(rows)
  return { by_model, by_family, ...effects, bins, joint: jointTable(levels, commonScale), levels }
}
