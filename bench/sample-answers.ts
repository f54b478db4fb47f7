/** Sentences of assistants' answers: plain, hedged, boosted, with numbers, quotes and markup. */
const SENTENCES = [
  'The most important thing to remember is that the second step depends on the result of the first one.',
  'Perhaps the simplest approach is to write the values to a file and read them back when you need them.',
  'There is no doubt that regular exercise, enough sleep and a balanced diet improve concentration.',
  'In 2019, about 35% of the households in the region had access to a reliable connection.',
  'It’s worth noting that the author doesn’t say “never”; she says that it rarely happens.',
  'You can use `Array.from()` for this, although a plain loop is usually faster for short lists.',
  'The treaty was signed in Vienna after several months of negotiations between the four powers.',
  'If the water is too hot the yeast will die, so let it cool down for 10 minutes before you add it.',
  'Clearly, this would reduce the cost of maintenance, and it might also make the system easier to test.',
  'I think the character’s decision is believable — she has been preparing for it since the first chapter.',
  'For more details, see [the documentation](https://example.org/guide) or ask your administrator.',
  'Could you tell me which version you are using? That would help me to find the cause!',
]

const HEADINGS = ['## Summary', '## What to do next', '### Background', '## Options']

/** A repeatable sequence of numbers from 0 up to 1 (Lehmer's generator). */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/**
 * `count` different answers of about 120 words; two in five are Markdown with headings, lists and bold words. All are
 * English of few different words: real answers with rare words and addresses take about half as long again, and other
 * languages, which the detector has to read, three to four times as long.
 */
export function sampleAnswers(count: number): string[] {
  const random = sequence(20_240_229)
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] as string
  return Array.from({ length: count }, (_, index) => {
    const sentences = Array.from({ length: 7 }, () => pick(SENTENCES))
    if (index % 5 < 3) return `${sentences.slice(0, 4).join(' ')}\n\n${sentences.slice(4).join(' ')}`
    const [opening, ...rest] = sentences
    const items = rest.map((sentence) => `- **${sentence.split(' ')[0]}**: ${sentence}`)
    return `${pick(HEADINGS)}\n\n${opening}\n\n${items.join('\n')}\n`
  })
}
