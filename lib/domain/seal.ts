import { countOf } from './format'

/** What keeps an audit's results shut: the ratings that are missing, once it is open. */
export type Seal = { isOpen: boolean; missing: number }

/** Why nobody sees results yet, and until when. */
export function sealWords({ isOpen, missing }: Seal): string {
  const until =
    'The results of this audit are sealed from everybody until the planned ratings are in, or it is closed'
  if (!isOpen) return `${until}. It is not open for rating yet.`
  if (missing === 0) return `${until}. There is none yet.`
  return `${until}. ${countOf(missing, 'rating')} ${missing === 1 ? 'is' : 'are'} missing.`
}
