import { setImmediate } from 'node:timers/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Report } from '@/lib/domain/report'
import { formatQuestion, formatRange, type Question } from '@/lib/domain/selection'
import type { AuditRow } from '@/lib/server/audits/find'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { onCurrentSnapshot } from '@/lib/server/snapshot/refresh'
import { binsOf } from './bins'
import { byGroup } from './by-group'
import { byModel } from './by-model'
import { resolveContrast } from './contrast'
import { binnedFeatures } from './features'
import { gateSection } from './gate-section'
import { headlineOf } from './headline'
import { jointTable } from './joint'
import { kept } from './kept'
import { unitLevels } from './levels'
import { Notes } from './notes'
import { countRatings, inflationForRatersLikeThese, readRatings } from './raters'
import { countOneSided, type Rows, readRowsOf } from './rows'
import { slicesOf } from './slices'
import type { Asked } from './source'

export type ReportAudit = Pick<AuditRow, 'id' | 'slug' | 'name' | 'kind' | 'status' | 'synthetic'>

/**
 * The report: what the page, the API and the CSV show. Answers from the newest finished snapshot and says what it lacks;
 * the same snapshot and question give the same numbers to the last digit.
 * Throws PlumblineError('invalid') for a name that the audit does not have.
 */
export async function report({
  audit,
  question,
  clock,
}: {
  audit: ReportAudit
  question: Question
  clock?: () => Date
}): Promise<Report> {
  const { slug, name, kind, status, synthetic } = audit
  return onCurrentSnapshot(
    audit.id,
    async ({ snapshot, behind }) => {
      const answer = await answerOf(snapshot, question)
      return {
        audit: { slug, name, kind, status, synthetic },
        revision: snapshot.revision,
        behind,
        ...answer,
      }
    },
    clock,
  )
}

export type Answer = Omit<Report, 'audit' | 'revision' | 'behind'>

/** The part of a report that depends on the snapshot and the question alone. */
export async function answerOf(snapshot: Snapshot, question: Question): Promise<Answer> {
  const key = `report ${snapshot.folder} ${formatQuestion(question)}`
  const answer = await kept(key, () => compute(snapshot, question))
  return { ...answer, selection: echoOf(question) }
}

async function compute(snapshot: Snapshot, question: Question): Promise<Omit<Answer, 'selection'>> {
  const contrast = resolveContrast(snapshot.meta, question)
  const asked = { snapshot, contrast, selection: question }
  const features = binnedFeatures(snapshot.meta, question.feature)
  return withDuckDb(async (connection) => {
    const rows = await readRowsOf(connection, asked, features)
    const notes = new Notes()
    // DuckDB reads on while the rows are worked on.
    const [{ ratings, oneSided }, tables] = await Promise.all([
      readRest(connection, asked, rows),
      tablesOf(rows, features, asked, question, notes),
    ])
    const raters = inflationForRatersLikeThese(rows, ratings, contrast)
    const { levels, ...shown } = tables
    const headline = headlineOf(rows, raters, { levels, commonScale: contrast.common_scale, notes })
    const gate = await gateSection(connection, asked, question, { rows, ratings, notes })
    const n = { outputs: rows.length, prompts: countRuns(rows.prompt), ...countRatings(ratings), ...oneSided }
    const by_group = await byGroup(connection, asked, notes)
    const slices = await slicesOf(connection, asked, notes)
    return { contrast, n, headline, ...shown, ...gate, by_group, slices, notes: notes.list() }
  })
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

/** What needs the rows alone. Between the parts others get their turn on the event loop. */
async function tablesOf(
  rows: Rows,
  features: string[],
  asked: Asked,
  { bins: wanted }: Question,
  notes: Notes,
) {
  const { common_scale: commonScale } = asked.contrast
  const bins: Report['bins'] = {}
  for (const feature of features) {
    bins[feature] = binsOf(rows, feature, wanted, commonScale, notes)
    await setImmediate()
  }
  const by_model = byModel(rows, asked.snapshot.meta, commonScale, notes)
  await setImmediate()
  const levels = unitLevels(rows)
  return { by_model, bins, joint: jointTable(levels), levels }
}

/** The selection as given, in URL form, with the defaults filled in. */
export function echoOf(question: Question): Report['selection'] {
  const { model, family, tag, rater_group, min_human_n, where, feature, bins } = question
  const { max_false_accept, delta } = question
  return {
    ...{ model, family, tag, rater_group, min_human_n, where: where.map(formatRange) },
    ...{ feature, bins: bins ?? null, max_false_accept, delta },
  }
}
