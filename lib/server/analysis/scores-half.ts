import type { DuckDBConnection } from '@duckdb/node-api'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { byGroup } from './by-group'
import { byFamily, byModel } from './by-model'
import { bySignal } from './by-signal'
import { byTag } from './by-tag'
import { askedOf } from './contrast'
import { featureEffects } from './feature-effects'
import { headlineOf } from './headline'
import { jointTable } from './joint'
import { unitLevels } from './levels'
import { inOrder, type Notes } from './notes'
import { countRatings, inflationForRatersLikeThese } from './raters'
import type { Rows } from './rows'
import { readSelected } from './selected'
import { slicesOf } from './slices'
import type { Asked } from './source'
import { binsOfAll, wantedBins } from './wanted-bins'
import { warmFor } from './warm'
import { ratingsOf, rowsWithFeatures, setAsideOf, tagsOf } from './whole'

type Sections =
  | ('contrast' | 'headline' | 'by_model' | 'by_family' | 'features' | 'feature_regression' | 'joint')
  | ('bins' | 'by_group' | 'by_signal' | 'by_tag' | 'slices' | 'notes')

/** How far the scores stand apart: in all, by whatever the outputs are divided by, and with the text's features. */
export type ScoresHalf = Pick<Report, Sections> & { n: Omit<Report['n'], 'proxy_only' | 'goal_only'> }

export async function scoresHalf(snapshot: Snapshot, question: Question): Promise<ScoresHalf> {
  const asked = askedOf(snapshot, question)
  const wanted = wantedBins(snapshot.meta, question)
  const warm = warmFor('scores', asked)
  const { contrast } = asked
  return withDuckDb(async (connection) => {
    const selected = await warm.part('selected', () => readSelected(connection, asked))
    const picked = await warm.part('rows', () => rowsWithFeatures(connection, asked, selected))
    const { rows } = picked
    // DuckDB reads on while the rows are worked on.
    const reading = warm.part('beside', async () => ({
      ratings: await ratingsOf(connection, asked, picked),
      tagged: await tagsOf(connection, asked, picked),
      aside: await setAsideOf(connection, asked, selected),
    }))
    const tables = await warm.noted('tables', (notes) => tablesOf(rows, asked, notes))
    const { ratings, tagged, aside } = await reading
    const binned = await binsOfAll(connection, asked, rows, { ...wanted, warm })
    const headline = await warm.noted('headline', (notes) => {
      const raters = inflationForRatersLikeThese(rows, ratings, contrast)
      return headlineOf(rows, raters, {
        levels: tables.found.levels,
        commonScale: contrast.common_scale,
        notes,
      })
    })
    const more = await warm.noted('more', (notes) => groupsOf(connection, asked, { rows, tagged, notes }))
    const n = { outputs: rows.length, prompts: countRuns(rows.prompt), ...countRatings(ratings), ...aside }
    return {
      ...{ contrast, n, headline: headline.found, ...tables.found.shown, bins: binned.bins, ...more.found },
      notes: inOrder([tables, binned, headline, more].flatMap((part) => part.notes)),
    }
  })
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
