import type { DuckDBConnection } from '@duckdb/node-api'
import type { Report } from '@/lib/domain/report'
import type { Notes } from './notes'
import { wholePart } from './parts'
import { type Rows, readRowsOf } from './rows'
import type { Asked } from './source'

/**
 * The same goal held against every signal of the criterion, each over the outputs that have it, in bytewise order; all
 * judges of a signal together. A metric, which shares no scale, has means only.
 *
 * @param rows those of the question's own signal, which need not be read again.
 */
export async function bySignal(
  connection: DuckDBConnection,
  asked: Asked,
  rows: Rows,
  notes: Notes,
): Promise<Report['by_signal']> {
  const { snapshot, contrast } = asked
  const signals = snapshot.meta.signals.filter(({ criterion }) => criterion === contrast.criterion)
  const answers: Report['by_signal'] = []
  for (const { signal } of signals.toSorted((a, b) => (a.signal < b.signal ? -1 : 1))) {
    const commonScale = !signal.startsWith('metric:')
    const isOwn = signal === contrast.signal && contrast.judge === null
    const own = { ...asked, contrast: { ...contrast, signal, judge: null, common_scale: commonScale } }
    const read = isOwn ? rows : await readRowsOf(connection, own, [])
    if (read.length > 0)
      answers.push({ signal, ...wholePart(read, `by_signal.${signal}`, { commonScale, notes }) })
  }
  return answers
}
