import { setImmediate } from 'node:timers/promises'
import type { Report } from '@/lib/domain/report'
import { formatQuestion, formatRange, type Question } from '@/lib/domain/selection'
import type { AuditRow } from '@/lib/server/audits/find'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { onCurrentSnapshot } from '@/lib/server/snapshot/refresh'
import { binsOf } from './bins'
import { byModel } from './by-model'
import { resolveContrast } from './contrast'
import { binnedFeatures } from './features'
import { headlineOf } from './headline'
import { jointTable } from './joint'
import { kept } from './kept'
import { unitLevels } from './levels'
import { Notes } from './notes'
import { countRatings, inflationForRatersLikeThese, readRatings } from './raters'
import { countOneSided, readRowsOf } from './rows'

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
export function answerOf(snapshot: Snapshot, question: Question): Promise<Answer> {
  const key = `report ${snapshot.folder} ${formatQuestion(question)}`
  return kept(key, () => compute(snapshot, question))
}

async function compute(snapshot: Snapshot, question: Question): Promise<Answer> {
  const { meta } = snapshot
  const contrast = resolveContrast(meta, question)
  const asked = { snapshot, contrast, selection: question }
  const features = binnedFeatures(meta, question.feature)
  const { rows, ratings, oneSided } = await withDuckDb(async (connection) => {
    const rows = await readRowsOf(connection, asked, features)
    const ratings = await readRatings(connection, asked, rows)
    return { rows, ratings, oneSided: await countOneSided(connection, asked) }
  })

  const notes = new Notes()
  const commonScale = contrast.common_scale
  const raters = inflationForRatersLikeThese(rows, ratings, contrast)
  // Between the parts others get their turn on the event loop.
  await setImmediate()
  const levels = unitLevels(rows)
  const headline = headlineOf(rows, raters, { levels, commonScale, notes })
  await setImmediate()
  const by_model = byModel(rows, meta, commonScale, notes)
  const bins: Report['bins'] = {}
  for (const feature of features) {
    await setImmediate()
    bins[feature] = binsOf(rows, feature, question.bins, commonScale, notes)
  }
  await setImmediate()
  return {
    contrast,
    selection: echoOf(question),
    n: {
      outputs: rows.length,
      prompts: new Set(rows.prompt).size,
      ...countRatings(ratings),
      ...oneSided,
    },
    headline,
    by_model,
    bins,
    joint: jointTable(levels),
    notes: notes.list(),
  }
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
