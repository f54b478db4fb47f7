import { LEAK_PATTERNS, leakLabel } from '@/lib/blinding/patterns'
import { formatCount } from '@/lib/domain/format'
import type { LeakCounts, LeakPatternCounts } from '@/lib/domain/leaks'
import { leaksHref } from '@/lib/domain/links'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'

/** What was found in the texts, by pattern, and what was decided of it. */
export function LeakSummary({
  slug,
  counts: { all, byPattern },
}: {
  slug: string
  counts: { all: LeakCounts; byPattern: LeakPatternCounts[] }
}) {
  return (
    <Table label="Places that betray an author, by pattern">
      <thead>
        <tr>
          <Th>A text that</Th>
          <Th>Such as</Th>
          <Th numeric>Places</Th>
          <Th numeric>Outputs</Th>
          <Th numeric>Undecided</Th>
          <Th numeric>Masked</Th>
          <Th numeric>Excluded</Th>
          <Th numeric>Left</Th>
        </tr>
      </thead>
      <tbody>
        {byPattern.map(({ pattern, ...counts }) => (
          <tr key={pattern}>
            <Th scope="row">
              <PageLink className="underline" href={leaksHref(slug, { pattern })}>
                {leakLabel(pattern)}
              </PageLink>
            </Th>
            <Td className="text-muted">{LEAK_PATTERNS.find(({ key }) => key === pattern)?.example ?? ''}</Td>
            <Numbers {...counts} />
          </tr>
        ))}
        <tr>
          <Th scope="row">
            <PageLink className="underline" href={leaksHref(slug)}>
              All
            </PageLink>
          </Th>
          <Td />
          <Numbers {...all} />
        </tr>
      </tbody>
    </Table>
  )
}

function Numbers({ found, outputs, undecided, masked, excluded, left }: LeakCounts) {
  return (
    <>
      <Td numeric>{formatCount(found)}</Td>
      <Td numeric>{formatCount(outputs)}</Td>
      <Td numeric className={undecided > 0 ? 'font-semibold text-warn' : undefined}>
        {formatCount(undecided)}
      </Td>
      <Td numeric>{formatCount(masked)}</Td>
      <Td numeric>{formatCount(excluded)}</Td>
      <Td numeric>{formatCount(left)}</Td>
    </>
  )
}
