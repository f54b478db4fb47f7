import { countOf, formatCount, formatInterval, formatNumber, LEVEL } from '@/lib/domain/format'
import { methodHref } from '@/lib/domain/links'
import type { Guesses, GuessRow } from '@/lib/domain/report-blinding'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'

const two = (value: number) => formatNumber(value, 2)

/** What raters who had finished guessed of the authors: a sentence, and the counts by model. */
export function GuessesPart({ guesses, asked }: { guesses: Guesses; asked: boolean }) {
  const { by_model: rows } = guesses
  return (
    <div className="mt-8">
      <h3 className="mb-2 text-[15px] font-semibold">Could raters tell who wrote it?</h3>
      <p className="max-w-measure">
        {guessesSentence(guesses, asked)}{' '}
        <PageLink className="underline" href={methodHref('blinding-index')}>
          Bang’s blinding index
        </PageLink>
      </p>
      {rows.length > 0 && (
        <div className="mt-4">
          <Table label="Guesses by the model that wrote the output">
            <thead>
              <tr>
                <Th>Written by</Th>
                <Th numeric>Guesses</Th>
                <Th numeric>Raters</Th>
                <Th numeric>Right</Th>
                <Th numeric>Wrong</Th>
                <Th numeric>Don’t know</Th>
                <Th numeric>Bang’s index</Th>
                <Th numeric>Beyond chance</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ model, ...row }) => (
                <tr key={model}>
                  <Th scope="row">{model}</Th>
                  <Cells {...row} />
                </tr>
              ))}
              <tr>
                <Th scope="row">All</Th>
                <Cells {...guesses} />
              </tr>
            </tbody>
          </Table>
        </div>
      )}
    </div>
  )
}

function Cells(row: GuessRow) {
  return (
    <>
      {[row.n, row.raters, row.correct, row.wrong, row.dont_know].map((count, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: five columns in a fixed order
        <Td key={i} numeric>
          {formatCount(count)}
        </Td>
      ))}
      <Td numeric>{withInterval(row.index, row.index_ci)}</Td>
      <Td numeric>{withInterval(row.beyond_chance, row.beyond_chance_ci)}</Td>
    </>
  )
}

function withInterval(value: number | null, ci: [number, number] | null): string {
  return value === null ? '–' : `${two(value)} (${formatInterval(ci, two)})`
}

/** How well authors were guessed, in a sentence. @param asked whether the plan asks raters to guess. */
export function guessesSentence(guesses: Guesses, asked: boolean): string {
  const { n, raters, correct, authors, beyond_chance: beyond, beyond_chance_ci: ci, why } = guesses
  if (n === 0)
    return asked
      ? 'Nobody has guessed yet who wrote the outputs: raters are asked once they have finished.'
      : 'Nobody was asked to guess who wrote the outputs.'
  const said = `${countOf(raters, 'rater')} named the author of ${formatCount(correct)} of ${countOf(n, 'output')} among ${countOf(authors, 'model')}`
  if (beyond === null || ci === null) return `${said}: ${why}.`
  const [lo, hi] = ci
  const verdict =
    lo > 0
      ? 'they could tell better than by chance'
      : hi < 0
        ? 'they were wrong more often than by chance'
        : 'no better than chance would, as far as so many guesses can show'
  return `${said}: ${verdict}. The index beyond chance is ${two(beyond)} (${LEVEL} interval ${formatInterval(ci, two)}), where 1 is always right and 0 is chance.`
}
