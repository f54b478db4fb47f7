import type { ReactNode } from 'react'
import { ABSENT, formatCount, formatNumber, formatSeconds, formatTime } from '@/lib/domain/format'
import { speedingOf } from '@/lib/domain/pace'
import { type RaterRow, type RaterSort, shareOfOthers } from '@/lib/domain/rater-row'
import { SortHead } from '../tables/sort-head'
import { Badge } from '../ui/badge'
import { Table, Td, Th } from '../ui/table'

export type RaterOrder = { by: RaterSort; descending: boolean }

type Column = {
  id: RaterSort
  head: string
  /** What one looks for first stands on top: the most, or the least. */
  least?: boolean
  cell: (rater: RaterRow) => ReactNode
}

/** How each rater gets on; each head sorts by its column. */
export function RaterTable({
  raters,
  total,
  order,
}: {
  raters: readonly RaterRow[]
  total: number
  order: RaterOrder
}) {
  if (raters.length === 0) return <p className="text-sm text-muted">Nobody has begun yet.</p>
  const grouped = raters.some(({ group }) => group !== null)
  return (
    <div className="flex flex-col gap-3">
      <Table label="Raters">
        <thead>
          <tr>
            <Head id="rater" least order={order}>
              Rater
            </Head>
            {grouped && <Th>Group</Th>}
            {COLUMNS.map(({ id, head, least }) => (
              <Head key={head} id={id} least={least} order={order} numeric>
                {head}
              </Head>
            ))}
          </tr>
        </thead>
        <tbody>
          {raters.map((rater) => (
            <tr key={rater.pseudonym}>
              <Th scope="row" className="py-1 font-normal whitespace-nowrap">
                <span className="mr-2 font-mono text-[13px] max-sm:block">{rater.pseudonym}</span>
                <State {...rater} />
              </Th>
              {grouped && <Td>{rater.group ?? ABSENT}</Td>}
              {COLUMNS.map(({ head, cell }) => (
                <Td key={head} numeric>
                  {cell(rater)}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      {total > raters.length && (
        <p className="text-sm text-muted">
          The first {formatCount(raters.length)} in this order, of {formatCount(total)}.
        </p>
      )}
    </div>
  )
}

const COLUMNS: Column[] = [
  { id: 'rated', head: 'Rated', cell: (rater) => <Rated {...rater} /> },
  { id: 'hour', head: 'Last hour', cell: (rater) => here(rater, formatCount(rater.lastHour)) },
  { id: 'held', head: 'In hand', cell: (rater) => here(rater, formatCount(rater.held)) },
  { id: 'skipped', head: 'Skipped', cell: (rater) => here(rater, formatCount(rater.skipped)) },
  { id: 'seconds', head: 'Median seconds', least: true, cell: ({ pace }) => seconds(pace.seconds) },
  {
    id: 'pace',
    head: 'Of the others’',
    least: true,
    cell: (rater) => flagged(rater, 'others', times(shareOfOthers(rater.pace))),
  },
  {
    id: 'words',
    head: 'Words a minute',
    cell: (rater) => flagged(rater, 'reading', formatCount(rater.pace.wordsPerMinute)),
  },
  { id: 'idle', head: 'Last active', least: true, cell: (rater) => <LastActive {...rater} /> },
]

/** What is known only of those who rate here. */
function here({ imported }: RaterRow, text: string): string {
  return imported ? ABSENT : text
}

/** A tenth tells something only of a few seconds. */
function seconds(median: number | null): string {
  return formatNumber(median, median !== null && median < 10 ? 1 : 0)
}

function times(share: number | null): string {
  return share === null ? ABSENT : `${formatNumber(share, 2)} ×`
}

function flagged({ pace }: RaterRow, reason: 'others' | 'reading', text: string): ReactNode {
  return speedingOf(pace).includes(reason) ? (
    <strong className="font-semibold text-warn">{text}</strong>
  ) : (
    text
  )
}

function Head({
  id,
  least = false,
  order,
  numeric = false,
  children,
}: {
  id: RaterSort
  least?: boolean
  order: RaterOrder
  numeric?: boolean
  children: string
}) {
  const sorted = order.by === id && (order.descending ? 'desc' : 'asc')
  const descends = sorted ? sorted === 'asc' : !least
  return (
    <SortHead numeric={numeric} sorted={sorted} href={`?sort=${descends ? '-' : ''}${id}`}>
      {children}
    </SortHead>
  )
}

function Rated({ rated, quota }: RaterRow) {
  return (
    <>
      {formatCount(rated)}
      {quota !== null && <span className="text-muted"> of {formatCount(quota)}</span>}
    </>
  )
}

function LastActive({ lastAt, idle }: RaterRow) {
  if (lastAt === null) return ABSENT
  const iso = lastAt.toISOString()
  return (
    <time dateTime={iso} title={formatTime(iso)}>
      {formatSeconds(idle === null ? null : Math.round(idle))} ago
    </time>
  )
}

function State({ imported, held, withdrawn, setAside, pace }: RaterRow) {
  return (
    <>
      {withdrawn && <Badge>Withdrew</Badge>}
      {setAside && <Badge>Set aside</Badge>}
      {imported && <Badge>Imported</Badge>}
      {held > 0 && !withdrawn && <Badge tone="verified">Rating now</Badge>}{' '}
      {speedingOf(pace).length > 0 && <Badge tone="warn">Fast</Badge>}
    </>
  )
}
