'use client'

import {
  createColumnHelper,
  rowPaginationFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { formatQuantity, formatSignedPoints } from '@/lib/domain/format'
import { outputHref } from '@/lib/domain/links'
import type { OutputRow } from '@/lib/domain/outputs'
import type { ShownFeature } from '../report/feature-bins'
import { onScale, type ShownCriterion } from '../report/shown-criterion'
import { PageLink } from '../ui/page-link'
import { Table, Td } from '../ui/table'
import { SortHead } from './sort-head'

export type ListedOutput = OutputRow & { snippet: string }

const features = tableFeatures({ rowSortingFeature, rowPaginationFeature })
const column = createColumnHelper<typeof features, ListedOutput>()

/** Whole numbers to the right, words to the left. */
const WORDS = new Set(['output_id', 'snippet', 'model'])

/**
 * The selected outputs as the server sorted and paged them; the address holds both, so each head is a link. `query` is
 * the address's own, which a text keeps as the list that it is read from.
 */
export function OutputsTable({
  slug,
  rows,
  total,
  pageSize,
  page,
  sort,
  query,
  criterion,
  names,
  shown,
}: {
  slug: string
  rows: ListedOutput[]
  total: number
  pageSize: number
  /** From 1. */
  page: number
  sort: string
  query: string
  criterion: ShownCriterion
  names: { proxy: string; goal: string }
  shown: readonly ShownFeature[]
}) {
  const columns = useMemo(
    () => columnsOf({ slug, query, criterion, names, shown }),
    [slug, query, criterion, names, shown],
  )
  const table = useTable({
    features,
    columns,
    data: rows,
    manualSorting: true,
    manualPagination: true,
    rowCount: total,
    state: {
      sorting: [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }],
      pagination: { pageIndex: page - 1, pageSize },
    },
  })
  return (
    <Table label="Outputs">
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <SortHead
                key={header.id}
                numeric={!WORDS.has(header.column.id)}
                sorted={header.column.getIsSorted()}
                href={header.column.getCanSort() ? sortedBy(query, header.column.id, sort) : null}
              >
                <table.FlexRender header={header} />
              </SortHead>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id} className="hover:bg-surface">
            {row.getAllCells().map((cell) => (
              <Td key={cell.id} numeric={!WORDS.has(cell.column.id)}>
                <table.FlexRender cell={cell} />
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

type ColumnsOf = {
  slug: string
  query: string
  criterion: ShownCriterion
  names: { proxy: string; goal: string }
  shown: readonly ShownFeature[]
}

function columnsOf({ slug, query, criterion, names, shown }: ColumnsOf) {
  const scale = onScale(criterion)
  const score = (unit: number | null) => (unit === null ? '–' : scale(unit))
  return column.columns([
    column.accessor('output_id', {
      header: 'Output',
      cell: ({ getValue }) => (
        <PageLink
          href={outputHref(slug, getValue(), query)}
          className="block max-w-44 truncate font-mono text-[13px] underline"
        >
          {getValue()}
        </PageLink>
      ),
    }),
    column.accessor('snippet', {
      header: () => <span className="max-sm:sr-only">Text</span>,
      enableSorting: false,
      cell: ({ getValue }) => (
        <span className="block w-64 truncate text-muted max-sm:hidden xl:w-96">{getValue()}</span>
      ),
    }),
    column.accessor('model', {
      header: 'Model',
      cell: ({ getValue }) => <span className="block max-w-44 truncate">{getValue()}</span>,
    }),
    column.accessor('proxy', { header: names.proxy, cell: ({ getValue }) => score(getValue()) }),
    column.accessor('goal', { header: names.goal, cell: ({ getValue }) => score(getValue()) }),
    column.accessor('inflation', {
      header: 'Inflation, points',
      cell: ({ getValue }) => <Inflation value={getValue()} />,
    }),
    column.accessor('human_n', { header: 'Raters' }),
    ...shown.map(({ key, label }) =>
      column.accessor((row) => row.features[key] ?? null, {
        id: key,
        header: label,
        cell: ({ getValue }) => formatQuantity(getValue()),
      }),
    ),
  ])
}

function Inflation({ value }: { value: number | null }) {
  const tone = value === null || value === 0 ? 'text-muted' : value > 0 ? 'text-above' : 'text-below'
  return <span className={tone}>{formatSignedPoints(value)}</span>
}

/** The address sorted by a column: descending first, since the extremes are what one looks for; then the other way. */
function sortedBy(query: string, id: string, sort: string): string {
  const params = new URLSearchParams(query)
  const words = id === 'output_id' || id === 'model'
  const first = words ? id : `-${id}`
  params.set('sort', sort === first ? (words ? `-${id}` : id) : first)
  params.delete('page')
  return `?${params}`
}
