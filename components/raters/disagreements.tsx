import type { Disagreement, DisagreementsQuery } from '@/lib/domain/disagreements'
import { MOST_APART } from '@/lib/domain/disagreements'
import { countOf, withUnit } from '@/lib/domain/format'
import { qualityHref } from '@/lib/domain/links'
import type { ShownCriterion } from '../report/shown-criterion'
import { Pager } from '../tables/pager'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import type { FormAction } from '../ui/use-form-action'
import { FurtherRatings } from './further-ratings'

/** The disagreements from a distance on that is asked for, and further ratings of their outputs. */
export function Disagreements({
  slug,
  criterion,
  query,
  found,
  pageSize,
  further,
}: {
  slug: string
  criterion: ShownCriterion
  query: DisagreementsQuery
  found: { disagreements: readonly Disagreement[]; total: number; askable: number }
  pageSize: number
  /** How many are asked for that nobody has begun; whether more can be asked for. */
  further: { waiting: number; isOpen: boolean; ask: FormAction; takeBack: FormAction }
}) {
  const { disagreements, total, askable } = found
  return (
    <div className="flex flex-col gap-6">
      <form action={qualityHref(slug)} className="flex flex-wrap items-end gap-3">
        <input type="hidden" name="criterion" value={criterion.key} />
        <Field label="Points apart, at least" className="w-44">
          {(field) => (
            <Input
              {...field}
              name="apart"
              type="number"
              min={1}
              max={MOST_APART}
              step="any"
              key={query.apart}
              defaultValue={query.apart}
            />
          )}
        </Field>
        <Button type="submit">Show these</Button>
      </form>
      <p className="text-sm">
        {total === 0
          ? `On no output are two raters ${withUnit(String(query.apart), 'points')} or more apart.`
          : `${countOf(total, 'output')} on which raters are ${withUnit(String(query.apart), 'points')} or more apart, widest first.`}
      </p>
      <FurtherRatings
        slug={slug}
        criterion={criterion}
        disagreements={disagreements}
        askable={askable}
        {...further}
      />
      {total > 0 && (
        <Pager
          page={query.page}
          pageSize={pageSize}
          total={total}
          hrefOf={(page) => qualityHref(slug, { ...query, criterion: criterion.key, page })}
        />
      )}
    </div>
  )
}
