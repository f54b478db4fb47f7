import type { OutputsQuestion } from '@/lib/domain/outputs'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import { readRows } from '@/lib/server/snapshot/read'
import { onCurrentSnapshot } from '@/lib/server/snapshot/refresh'
import { resolveContrast } from './contrast'
import { selectedOutputs, sortSql } from './outputs'

/** Where an output stands among the selected ones, in their order; places count from 1. */
export type Neighbours = { previous: string | null; next: string | null; place: number; total: number }

/** The outputs before and after one in the order of the question; null when it is not among those selected. */
export function neighbours(
  auditId: number,
  question: OutputsQuestion,
  outputId: string,
): Promise<Neighbours | null> {
  return onCurrentSnapshot(auditId, async ({ snapshot }) => {
    const contrast = resolveContrast(snapshot.meta, question)
    const asked = { snapshot, contrast, selection: question }
    const { sql, values } = selectedOutputs(asked, question)
    const direction = question.sort.startsWith('-') ? 'DESC' : 'ASC'
    const [found] = await withDuckDb((connection) =>
      readRows<Neighbours>(connection, {
        sql: `SELECT previous, next, place, total FROM (
            SELECT output_id, lag(output_id) OVER w AS previous, lead(output_id) OVER w AS next,
              row_number() OVER w::INTEGER AS place, count(*) OVER ()::INTEGER AS total
            FROM (${sql})
            WINDOW w AS (ORDER BY (${sortSql(asked, question.sort)})::DOUBLE ${direction} NULLS LAST, output_no)
          ) WHERE output_id = ${values.bind(outputId)}`,
        values: values.list,
      }),
    )
    return found ?? null
  })
}
