'use client'

import type { FormState } from '@/lib/domain/form-state'
import { countOf, formatCount, formatDay } from '@/lib/domain/format'
import { speedingOf } from '@/lib/domain/pace'
import type { RaterRow } from '@/lib/domain/rater-row'
import { Check } from '../ui/check'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Notice } from '../ui/notice'
import { Select } from '../ui/select'
import { SubmitButton } from '../ui/submit-button'
import { Table, Td, Th } from '../ui/table'
import { type FormAction, useFormAction } from '../ui/use-form-action'

/** Whose work is set aside, and a form to do that: kept, left out of every estimate, and taken back at any time. */
export function SetAsides({
  raters,
  canReopen,
  setAside,
  takeBack,
}: {
  raters: readonly RaterRow[]
  /** Whether others can still rate: not before the audit is open, nor after. */
  canReopen: boolean
  setAside: FormAction
  takeBack: FormAction
}) {
  const counted = raters.filter(({ setAside, withdrawn }) => setAside === null && !withdrawn)
  const aside = raters.filter((rater) => rater.setAside !== null)
  // Held here: the form goes with the last rater, and what came of it is still told.
  const { state, form } = useFormAction(setAside)
  return (
    <div className="flex flex-col gap-6">
      {counted.length > 0 && (
        <form {...form} className="flex flex-wrap items-end gap-3">
          <Field label="Rater" error={state.errors.rater} className="w-full sm:w-auto">
            {(field) => <Select {...field} name="rater" options={counted.map(optionOf)} />}
          </Field>
          <Field label="Reason" error={state.errors.reason} className="w-full sm:w-96">
            {(field) => <Input {...field} name="reason" maxLength={500} autoComplete="off" />}
          </Field>
          {canReopen && (
            <Check name="reopen" className="h-9 items-center">
              Let others rate these outputs
            </Check>
          )}
          <SubmitButton variant="secondary">Set aside</SubmitButton>
        </form>
      )}
      <Outcome state={state} />
      <SetAsideTable raters={aside} takeBack={takeBack} />
    </div>
  )
}

function Outcome({ state: { message, done } }: { state: FormState }) {
  if (!message) return null
  return (
    <Notice tone={done ? 'done' : 'danger'} live>
      {message}
    </Notice>
  )
}

function optionOf({ pseudonym, rated, pace }: RaterRow) {
  const fast = speedingOf(pace).length > 0 ? ', fast' : ''
  return { value: pseudonym, label: `${pseudonym} (${formatCount(rated)} rated${fast})` }
}

function SetAsideTable({ raters, takeBack }: { raters: readonly RaterRow[]; takeBack: FormAction }) {
  // One for all rows: the row that was taken back is gone, and what came of it is still told.
  const { state, form } = useFormAction(takeBack)
  return (
    <div className="flex flex-col gap-3 empty:hidden">
      {raters.length > 0 && (
        <Table label="Set aside">
          <thead>
            <tr>
              <Th>Rater</Th>
              <Th>Since</Th>
              <Th>Reason</Th>
              <Th numeric>Rated</Th>
              <Th>
                <span className="sr-only">Take back</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {raters.map(({ pseudonym, rated, setAside }) => (
              <tr key={pseudonym}>
                <Th scope="row" className="font-mono text-[13px] font-normal whitespace-nowrap">
                  {pseudonym}
                </Th>
                <Td className="whitespace-nowrap">{formatDay(setAside!.at.toISOString())}</Td>
                <Td className="min-w-48 wrap-anywhere">{setAside!.reason}</Td>
                <Td numeric>{countOf(rated, 'output')}</Td>
                <Td className="py-1 text-right">
                  <form {...form}>
                    <input type="hidden" name="rater" value={pseudonym} />
                    <SubmitButton variant="secondary" size="small">
                      Take back
                      <span className="sr-only"> the setting aside of {pseudonym}</span>
                    </SubmitButton>
                  </form>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <Outcome state={state} />
    </div>
  )
}
