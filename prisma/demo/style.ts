import type { Random } from './random'
import type { Topic } from './topics'

/** How an imagined model writes: ranges and chances, so that each feature also varies within a model. */
export type Style = {
  points: [number, number]
  padding: [number, number]
  list: number
  header: number
  bold: number
  hedge: number
  booster: number
}

const PADDING = [
  'A little preparation saves a lot of trouble later.',
  'Start small and adjust as you go.',
  'What works for one person does not have to work for the next.',
  'Most of the effect comes from doing it regularly.',
  'The details matter less than people think.',
  'Write down what you changed, so that you can go back.',
  'There are many opinions on this, and the basics are the same in all of them.',
  'If something goes wrong, go back one step and look again.',
  'Experience helps, and everyone begins without it.',
  'Good tools make it easier, and cheap ones do for a start.',
  'Take your time with the first attempt.',
  'It helps to know why a rule exists before you break it.',
  'Friends and neighbours often have good advice on such things.',
  'The same idea is useful in other situations too.',
  'In the end, it comes down to patience.',
  'Keep in mind what you wanted to reach in the first place.',
]
const HEDGES = [
  'Perhaps this depends on your situation.',
  'It might be different in some cases.',
  'I think this is roughly right, but I am not sure about every detail.',
  'This possibly works less well elsewhere.',
  'It seems that the evidence is somewhat mixed.',
]
const BOOSTERS = [
  'This is definitely the way to do it.',
  'Of course, it always works.',
  'Without doubt, this is absolutely the best approach.',
  'It is certainly worth it.',
  'The result is clearly and undeniably better.',
]

/** A readable answer on a topic in a model's style, as Markdown. */
export function writeAnswer(topic: Topic, style: Style, random: Random): string {
  const points = random.sample(topic.points, random.between(...style.points))
  const padding = random.sample(PADDING, random.between(...style.padding))
  const tone = [
    ...(random.chance(style.hedge) ? random.sample(HEDGES, random.between(1, 2)) : []),
    ...(random.chance(style.booster) ? random.sample(BOOSTERS, random.between(1, 3)) : []),
  ]
  const asList = random.chance(style.list) && points.length > 1
  const withHeader = random.chance(style.header)
  const answer = random.chance(style.bold) ? `**In short:** ${topic.answer}` : topic.answer
  const prose = [...padding, ...tone]
  const half = Math.ceil(prose.length / 2)

  return [
    withHeader && `## ${topic.question.replace(/\?$/, '')}`,
    [answer, ...prose.slice(0, half)].join(' '),
    withHeader && points.length > 0 && '### What to know',
    asList ? points.map((point) => `- ${point}`).join('\n') : points.map((point) => `${point}.`).join(' '),
    prose.slice(half).join(' '),
  ]
    .filter((part) => part)
    .join('\n\n')
}
