import { ButtonLink } from '@/components/ui/button'
import type { BlindAudit } from '@/lib/domain/blind'
import { formatCount } from '@/lib/domain/format'
import { ProgressLine } from './progress-line'

/** The audits that are open to a rater, each with how far they are. */
export function RatingTasks({ audits }: { audits: BlindAudit[] }) {
  return (
    <ul className="flex flex-col">
      {audits.map(({ id, title, intent, progress: { done, total } }) => (
        <li
          key={id}
          className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t border-border py-5 first:border-t-0 first:pt-0"
        >
          <div className="min-w-0 flex-1 basis-72">
            <h2 id={`task-${id}`} className="text-base font-semibold wrap-anywhere">
              {title}
            </h2>
            <p className="line-clamp-2 max-w-measure text-sm wrap-anywhere text-muted">{intent}</p>
            <p className="mt-2 mb-1 text-[13px] tabular-nums">
              {total === 0 ? 'Nothing to rate yet' : `${formatCount(done)} of ${formatCount(total)} rated`}
            </p>
            <ProgressLine done={done} total={total} />
          </div>
          <ButtonLink
            href={`/rate/${id}${done > 0 ? '?started' : ''}`}
            variant={done > 0 ? 'secondary' : 'primary'}
            aria-describedby={`task-${id}`}
          >
            {done === 0 ? 'Start' : done < total ? 'Continue' : 'Look again'}
          </ButtonLink>
        </li>
      ))}
    </ul>
  )
}
