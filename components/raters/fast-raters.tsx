import { countOf, formatCount, formatNumber, withUnit } from '@/lib/domain/format'
import { methodHref } from '@/lib/domain/links'
import { type Pace, SPEEDING, speedingOf } from '@/lib/domain/pace'
import { type RaterRow, shareOfOthers } from '@/lib/domain/rater-row'
import { PageLink } from '../ui/page-link'

/** Whom the rule for speeders flags, with the numbers that did it, and what the rule is. */
export function FastRaters({ raters }: { raters: readonly RaterRow[] }) {
  const fast = raters.filter(({ pace }) => speedingOf(pace).length > 0)
  return (
    <div className="flex max-w-measure flex-col gap-3 text-sm">
      {fast.length === 0 ? (
        <p>Nobody is flagged.</p>
      ) : (
        <ul className="flex list-disc flex-col gap-1 pl-5">
          {fast.map(({ pseudonym, pace }) => (
            <li key={pseudonym}>
              <span className="font-mono text-[13px]">{pseudonym}</span>: {reasonsOf(pace)} (median of{' '}
              {countOf(pace.timed, 'output')}).
            </li>
          ))}
        </ul>
      )}
      <p className="text-muted">
        From {SPEEDING.outputs} timed outputs on, a rater is flagged whose median active time is below{' '}
        {SPEEDING.shareOfOthers} of the median of the other raters’ medians, or at whose median pace the texts
        would be read at more than {SPEEDING.wordsPerMinute} words a minute. A flag is a reason to look, at
        gold items or at comments, and nothing more: no rating is left out because of it.{' '}
        <PageLink href={methodHref('speeders')} className="underline">
          Where the rule comes from
        </PageLink>
      </p>
    </div>
  )
}

function reasonsOf(pace: Pace): string {
  const words = {
    others: `${withUnit(formatNumber(pace.seconds, 1), 's')} an output, ${formatNumber(shareOfOthers(pace), 2)} of the others’ ${withUnit(formatNumber(pace.others, 1), 's')}`,
    reading: `${withUnit(formatCount(pace.wordsPerMinute), 'words')} a minute`,
  }
  return speedingOf(pace)
    .map((reason) => words[reason])
    .join('; ')
}
