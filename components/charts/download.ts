import { type LegendEntry, MARK_LETTER, markColour } from './mark'

/** What a drawing needs to look the same outside the page. */
const KEPT = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const

const SVG = 'http://www.w3.org/2000/svg'
const LINE = 18
const PAD = 16

/** A picture as text, with its size in px. */
export type Picture = { svg: string; width: number; height: number }

/**
 * The drawings inside an element → one file of its own: placed as on the page, the theme's colours written out, its
 * title and legend above and what is drawn below, since a picture travels without its page.
 */
export function pictureOf(
  body: HTMLElement,
  { title, drawn, legend }: { title: string; drawn: string; legend: readonly LegendEntry[] },
): Picture {
  const frame = body.getBoundingClientRect()
  const width = Math.ceil(frame.width) + 2 * PAD
  const letters = Math.floor((width - 2 * PAD) / 6.6)
  const above = wrap(title, letters)
  const below = wrap(drawn, letters)
  const top = PAD + (above.length + (legend.length > 0 ? 1 : 0)) * LINE + 8
  const height = top + Math.ceil(frame.height) + 8 + below.length * LINE + PAD
  const root = element('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })
  const page = getComputedStyle(document.body)
  const background = getComputedStyle(document.documentElement).backgroundColor
  root.append(element('rect', { width: '100%', height: '100%', fill: background }))
  root.setAttribute('style', `font-family: ${page.fontFamily.replaceAll('"', "'")}; font-size: 13px`)
  above.forEach((line, i) => {
    root.append(text(line, PAD, PAD + 12 + i * LINE, page.color, 600))
  })
  if (legend.length > 0) root.append(legendText(legend, PAD, PAD + 14 + above.length * LINE, page.color))
  for (const svg of body.querySelectorAll<SVGSVGElement>('svg[data-drawing], [data-drawing] svg')) {
    const place = svg.getBoundingClientRect()
    const copy = withStyles(svg)
    copy.setAttribute('x', String(PAD + place.left - frame.left))
    copy.setAttribute('y', String(top + place.top - frame.top))
    copy.setAttribute('width', String(place.width))
    copy.setAttribute('height', String(place.height))
    root.append(copy)
  }
  for (const cell of body.querySelectorAll<HTMLElement>('table[data-drawing] :is(th, td)'))
    root.append(...drawnCell(cell, PAD - frame.left, top - frame.top))
  below.forEach((line, i) => {
    root.append(text(line, PAD, height - PAD - (below.length - 1 - i) * LINE, page.color, 400))
  })
  return { svg: new XMLSerializer().serializeToString(root), width, height }
}

/** Picture → PNG at twice its size. Rejects when the browser cannot draw it. */
export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  const context = canvas.getContext('2d')
  context?.scale(2, 2)
  context?.drawImage(image, 0, 0, width, height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be drawn')))),
  )
}

/** Hands a file to the browser's downloads. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** A table's cell as a rectangle in its background with its text in the middle. */
function drawnCell(cell: HTMLElement, dx: number, dy: number): SVGElement[] {
  const { left, top, width, height } = cell.getBoundingClientRect()
  const { backgroundColor, color } = getComputedStyle(cell)
  const [x, y] = [left + dx, top + dy]
  const label = text(cell.innerText.trim(), x + width / 2, y + height / 2 + 4, color, 400)
  label.setAttribute('text-anchor', 'middle')
  return [element('rect', { x, y, width, height, fill: backgroundColor }), label]
}

function withStyles(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const to = [copy, ...copy.querySelectorAll<SVGElement>('*')]
  const from = [svg, ...svg.querySelectorAll<SVGElement>('*')]
  from.forEach((original, i) => {
    const style = getComputedStyle(original)
    const target = to[i]
    target?.removeAttribute('class')
    for (const name of KEPT) target?.style.setProperty(name, style.getPropertyValue(name))
  })
  return copy
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  return made
}

function text(line: string, x: number, y: number, fill: string, weight: number): SVGElement {
  const made = element('text', { x, y, fill, 'font-weight': weight })
  made.textContent = line
  return made
}

/** The legend on one line, each mark a letter in its colour. */
function legendText(legend: readonly LegendEntry[], x: number, y: number, fill: string): SVGElement {
  const line = text('', x, y, fill, 400)
  for (const [i, { kind, value = 1, label }] of legend.entries()) {
    const name = /^var\((.+)\)$/.exec(markColour(kind, value))?.[1] ?? ''
    const mark = element('tspan', { fill: colourOf(name), ...(i > 0 && { dx: 16 }) })
    mark.textContent = MARK_LETTER[kind]
    const word = element('tspan', { dx: 5 })
    word.textContent = label
    line.append(mark, word)
  }
  return line
}

/** A colour token as a colour: a probe takes it on, since the token itself may hold one for light and one for dark. */
function colourOf(token: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

function wrap(words: string, letters: number): string[] {
  const lines: string[] = []
  for (const word of words.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + word.length < letters) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}
