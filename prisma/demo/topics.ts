import { readFileSync } from 'node:fs'
import path from 'node:path'

export type Topic = { question: string; answer: string; points: string[] }

/** The questions of the demo and what a good answer holds, from `topics.md`: a heading, a sentence, and points. */
export function readTopics(file = path.resolve('prisma/demo/topics.md')): Topic[] {
  return readFileSync(file, 'utf8')
    .split(/^# /m)
    .slice(1)
    .map((block) => {
      const [question = '', answer = '', ...points] = block.trim().split('\n')
      return { question, answer, points: points.map((point) => point.replace(/^- /, '')) }
    })
}
