/** As much of an HTML tree as this needs to know. */
type Node = { type: string; tagName?: string; children?: Node[] }

/**
 * A rehype plugin that puts a text's headings under the one that stands above it, of level `above`: the outline of the
 * page stays whole, whatever levels the text starts with or leaves out.
 */
export function headingsBelow(above: number) {
  return () => (tree: Node) => {
    let last = above
    const walk = (node: Node) => {
      const level = /^h([1-6])$/.exec(node.tagName ?? '')?.[1]
      if (level) {
        last = Math.min(above + Number(level), last + 1, 6)
        node.tagName = `h${last}`
      }
      for (const child of node.children ?? []) walk(child)
    }
    walk(tree)
  }
}

/** A rehype plugin that shows HTML which stands in a text as what it is: text. Otherwise it would be left out. */
export function htmlAsText() {
  return (tree: Node) => {
    const walk = (node: Node) => {
      if (node.type === 'raw') node.type = 'text'
      for (const child of node.children ?? []) walk(child)
    }
    walk(tree)
  }
}
