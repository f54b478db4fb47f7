import { MAKERS, NAMES_OF_SELF, namePattern, PLAIN_NAMES, SUFFIX } from './names'
import { firstWords } from './triggers'

/**
 * What a text is searched for. Each pattern has bounded repetitions only, so that the time grows with the length of the
 * text and nothing else.
 */
export type LeakPattern = {
  key: string
  label: string
  /** Whether it betrays who wrote the text, or what its author thinks of it. */
  betrays: 'author' | 'rating'
  example: string
}

export const LEAK_PATTERNS = [
  { key: 'maker', label: 'Says who it is or who made it', betrays: 'author', example: 'developed by OpenAI' },
  { key: 'model', label: 'Names a known model or its maker', betrays: 'author', example: 'ChatGPT' },
  { key: 'own-name', label: 'Holds the name of a model of this audit', betrays: 'author', example: 'gpt-x' },
  { key: 'as-an-ai', label: 'Calls itself an AI', betrays: 'author', example: 'As an AI language model,' },
  { key: 'score', label: 'Gives a score', betrays: 'rating', example: 'Score: 9/10' },
  { key: 'confident', label: 'States its own confidence', betrays: 'rating', example: 'I am confident' },
  { key: 'would-rate', label: 'Says how it would rate', betrays: 'rating', example: 'I would rate this' },
] as const satisfies readonly LeakPattern[]

export type LeakKey = (typeof LEAK_PATTERNS)[number]['key']

/** The label of a pattern, also of one that an older version knew. */
export function leakLabel(key: string): string {
  return LEAK_PATTERNS.find((pattern) => pattern.key === key)?.label ?? key
}

const I_AM = String.raw`I(?:['’]m|\s{1,3}am)`
const WORD_END = String.raw`(?![\p{L}\p{N}])`
const NUMBER = String.raw`\d{1,3}(?:[.,]\d{1,3})?`
const BY_WHOM = [
  'developed',
  'created',
  'trained',
  'built',
  'made',
  'designed',
  'powered',
  'provided',
  'released',
]

export type Search = {
  key: LeakKey
  /** Tried where one of these words begins; sticky. */
  words: readonly string[]
  regex: RegExp
  /** What must stand shortly before it in the same sentence. */
  after?: RegExp
}

const from = (source: string) => new RegExp(source, 'iuy')

export const SEARCHES: readonly Search[] = [
  {
    key: 'maker',
    words: BY_WHOM,
    regex: from(
      String.raw`\w{4,9}\s{1,3}by\s{1,3}(?:(?:the|researchers|engineers|people|a|team|company|at|from)\s{1,3}){0,4}(?:${namePattern(MAKERS)})${WORD_END}`,
    ),
    after: /\b(?:I|me|AI|model|assistant|chatbot|bot|LLM)\b/i,
  },
  {
    key: 'maker',
    words: ['i', 'my', 'call'],
    regex: from(
      String.raw`(?:${I_AM}|my\s{1,3}name\s{1,3}is|call\s{1,3}me)\s{1,3}(?:called\s{1,3}|the\s{1,3})?(?:${namePattern(NAMES_OF_SELF)})${SUFFIX}${WORD_END}`,
    ),
  },
  {
    key: 'model',
    words: PLAIN_NAMES.flatMap(firstWords),
    regex: from(`(?:${namePattern(PLAIN_NAMES)})${SUFFIX}${WORD_END}`),
  },
  {
    key: 'as-an-ai',
    words: ['as', 'i'],
    regex: from(
      String.raw`(?:as|${I_AM}(?:\s{1,3}(?:just|only|merely|simply))?)\s{1,3}an?\s{1,3}(?:(?:large|advanced|helpful|virtual)\s{1,3}){0,2}(?:(?:AI|artificial\s{1,3}intelligence)(?:[-\s]{1,3}(?:powered|based))?(?:\s{1,3}(?:language\s{1,3}model|text\s{1,3}model|model|assistant|chatbot|system|program|bot))?|language\s{1,3}model|LLM)(?=[,.;:!)]|$|\s{1,3}(?:I|my|and|so|but|${BY_WHOM.join('|')}|without)\b)`,
    ),
  },
  {
    key: 'score',
    words: ['score', 'rating', 'grade', 'confidence', 'assessment', 'evaluation'],
    regex: from(
      String.raw`\w{5,10}(?:\s(?:level|score))?(?:\s{1,3}(?:of|is|was|at))?[\s:*_=–-]{1,6}${NUMBER}\s?(?:\/\s?\d{1,3}|out\s{1,3}of\s{1,3}\d{1,3}|%|percent)`,
    ),
  },
  {
    key: 'confident',
    words: ['i', 'my', 'confidence'],
    regex: from(
      String.raw`(?:${I_AM}\s{1,3}(?:(?:(?:very|quite|fairly|highly|extremely|absolutely|completely|totally|reasonably|pretty|fully)\s{1,3})?(?:confident|certain)|${NUMBER}\s?%\s{1,3}(?:confident|certain|sure))|my\s{1,3}confidence|confidence(?:\s(?:level|score))?[*_]{0,2}\s?[:=][\s*_]{0,4}(?:very\s)?(?:high|medium|moderate|low))${WORD_END}`,
    ),
  },
  {
    key: 'would-rate',
    words: ['i'],
    regex: from(
      String.raw`I(?:['’]d|\s{1,3}would|['’]ll|\s{1,3}will)?\s{1,3}(?:(?:rate|score|grade)\s{1,3}(?:this|it|my|myself|the|mine)|give\s{1,3}(?:this|it|myself|my\s{1,3}\w{1,20}|the\s{1,3}\w{1,20})(?:\s{1,3}\w{1,20})?\s{1,3}(?:an?\s{1,3})?(?:(?:score|rating|grade)\s{1,3}of\s{1,3})?${NUMBER})${WORD_END}`,
    ),
  },
]
