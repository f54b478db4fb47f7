import type { Finding } from './finding'
import { countOf, formatInterval, formatShare, LEVEL } from './format'
import type { Report } from './report'
import type { ModelPair, Preferred } from './report-comparisons'

type Sure = Preferred & { share: number; ci: [number, number] }

/** What people prefer side by side, each told only where its interval leaves out one half. */
export function comparisonFindings({ comparisons }: Pick<Report, 'comparisons'>): Finding[] {
  if (!comparisons) return []
  const { by_pair: pairs, proxy, left, longer } = comparisons
  return [pairSentence(pairs), proxySentence(proxy), longerSentence(longer), leftSentence(left)].flatMap(
    (text) => (text === null ? [] : [{ text, section: 'comparisons' as const }]),
  )
}

function pairSentence(pairs: readonly ModelPair[]): string | null {
  const sure = pairs.filter((pair): pair is ModelPair & Sure => isSure(pair))
  const [top] = sure.sort((a, b) => Math.abs(b.share - 0.5) - Math.abs(a.share - 0.5))
  if (!top) return null
  const isFirst = top.share > 0.5
  const [winner, loser] = isFirst ? [top.first, top.second] : [top.second, top.first]
  const told = isFirst ? top : turned(top)
  const of = pairs.length > 1 ? `, most clearly of ${countOf(pairs.length, 'pair')} of models` : ''
  return `Side by side, people prefer ${winner} to ${loser} in ${figures(told)}${of}.`
}

function proxySentence(proxy: Preferred): string | null {
  if (!isSure(proxy)) return null
  const word = proxy.share > 0.5 ? '' : 'only '
  return `The output that the proxy puts higher is the one that people prefer side by side in ${word}${figures(proxy)}.`
}

function longerSentence(longer: Preferred): string | null {
  if (!isSure(longer)) return null
  return longer.share > 0.5
    ? `Side by side, people prefer the longer output in ${figures(longer)}.`
    : `Side by side, people prefer the shorter output in ${figures(turned(longer))}.`
}

/** A coin chose the sides, so this may be worded as an effect; and for the same reason it favours no model. */
function leftSentence(left: Preferred): string | null {
  if (!isSure(left)) return null
  const [side, told] = left.share > 0.5 ? ['left', left] : ['right', turned(left)]
  return `The side itself moves the raters: what stands on the ${side} is preferred in ${figures(told)}. Sides are drawn by coin, so no model gains by it.`
}

function isSure(preferred: Preferred): preferred is Sure {
  const { share, ci } = preferred
  return share !== null && ci !== null && (ci[0] > 0.5 || ci[1] < 0.5)
}

/** The other side's share. */
function turned<T extends Sure>(sure: T): T {
  return { ...sure, share: 1 - sure.share, ci: [1 - sure.ci[1], 1 - sure.ci[0]] }
}

/** "62 % of comparisons (95 % interval 55 to 69 %; 214 comparisons)". */
function figures({ share, ci, n }: Sure): string {
  const range = formatInterval(ci, (x) => formatShare(x))
  return `${formatShare(share)} of comparisons (${LEVEL} interval ${range}; ${countOf(n, 'comparison')}; ties count half)`
}
