import { randomInt } from 'node:crypto'

// Neither list holds a word that also names a model.
const QUALITIES =
  'agile amber ample brave brief bright calm candid careful clear clever copper coral crisp curious deft eager early earnest even fair gentle glad golden green honest humble keen kind lively lucid mellow merry mild modest neat nimble open patient plain polite prompt proud quick quiet ready rosy silver sincere sober steady subtle sunny swift tidy true upbeat vivid warm wary wise witty young zesty'
const CREATURES =
  'badger beaver bison bittern bobcat bunting buzzard chamois cicada cormorant crane cricket curlew deer dipper dolphin dormouse egret eider elk ermine ferret finch fox gannet gecko goose grebe grouse hare hedgehog heron ibex jay kestrel kite lapwing lark linnet lynx magpie marmot marten mole moose newt nuthatch osprey otter owl pika plover puffin quail rail raven robin seal shrew siskin skylark sparrow stoat'

const qualities = QUALITIES.split(' ')
const creatures = CREATURES.split(' ')

/** A random name that can be read and said, such as `calm-otter-417`; about 3.6 million exist. */
export function randomPseudonym(): string {
  const one = (words: string[]) => words[randomInt(words.length)]
  return `${one(qualities)}-${one(creatures)}-${randomInt(100, 1000)}`
}
