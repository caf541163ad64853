import postcss, { type AtRule, type ChildNode, type Container, type Declaration, type Rule } from 'postcss'

/** The part of a style sheet that a page uses. */
export type UsedStyle = (page: PageNames) => string

/** What stands in a page. */
export interface PageNames {
  elements: ReadonlySet<string>
  classes: ReadonlySet<string>
  /** The variables that it refers to itself. */
  variables: Iterable<string>
}

/** A piece of a sheet, with what decides whether a page uses it. */
type Part =
  /** Used if all classes (".x") and elements ("x") of one of `selectors` are there. */
  | { kind: 'rule'; text: string; selectors: string[][]; variables: string[] }
  /** Of a variable: used if the variable is. */
  | { kind: 'variable'; text: string; name: string; variables: string[] }
  /** Used if something in it is. */
  | { kind: 'group'; head: string; parts: Part[] }

/**
 * Prepares a style sheet for taking from it, for each page, what the page uses. A rule stays if its classes and elements are in the
 * page or in `always`, which are those that scripts may add; a variable of the theme, or the registration of one, if a rule that
 * stays refers to it. What is not understood stays.
 */
export function createUsedStyle(css: string, always: ReadonlySet<string>): UsedStyle {
  const parts = partsOf(postcss.parse(css))
  const rules = ruleParts(parts)
  // A variable may be given a value in several places.
  const definitions = Map.groupBy(variableParts(parts), ({ name }) => name)

  return ({ elements, classes, variables }) => {
    const has = (name: string) => {
      const isClass = name.startsWith('.')
      const bare = isClass ? name.slice(1) : name
      return (isClass ? classes : elements).has(bare) || always.has(bare)
    }
    const used = new Set<string>()
    const use = (name: string) => {
      if (used.has(name)) return
      used.add(name)
      for (const { variables } of definitions.get(name) ?? []) variables.forEach(use)
    }
    for (const name of variables) use(name)
    for (const rule of rules) if (isUsed(rule, has)) rule.variables.forEach(use)
    return write(parts, has, used)
  }
}

type RulePart = Part & { kind: 'rule' }
type VariablePart = Part & { kind: 'variable' }

function isUsed({ selectors }: RulePart, has: (name: string) => boolean): boolean {
  return selectors.some((names) => names.every(has))
}

function write(parts: Part[], has: (name: string) => boolean, used: ReadonlySet<string>): string {
  let text = ''
  for (const part of parts) {
    if (part.kind === 'group') {
      const inner = write(part.parts, has, used)
      if (inner !== '') text += `${part.head}{${inner}}`
    } else if (part.kind === 'variable' ? used.has(part.name) : isUsed(part, has)) text += part.text
  }
  return text
}

function ruleParts(parts: Part[]): RulePart[] {
  return parts.flatMap((part) => (part.kind === 'group' ? ruleParts(part.parts) : part.kind === 'rule' ? [part] : []))
}

function variableParts(parts: Part[]): VariablePart[] {
  return parts.flatMap((part) =>
    part.kind === 'group' ? variableParts(part.parts) : part.kind === 'variable' ? [part] : [],
  )
}

function partsOf(container: Container): Part[] {
  return container.nodes?.flatMap((node) => partOf(node as ChildNode)) ?? []
}

function partOf(node: ChildNode): Part[] {
  if (node.type === 'comment') return []
  if (node.type === 'decl') return [declarationPart(node)]
  if (node.type === 'rule') return [isOnlyVariables(node) ? groupOf(node.selector, node) : rulePart(node)]
  if (node.name === 'property') return [{ kind: 'variable', text: textOf(node), name: node.params, variables: [] }]
  const isBlockOfRules = ['layer', 'media', 'supports', 'container'].includes(node.name) && node.nodes !== undefined
  if (isBlockOfRules) return [groupOf(`@${node.name} ${node.params}`, node)]
  return [{ kind: 'rule', text: textOf(node), selectors: [[]], variables: variablesIn(textOf(node)) }]
}

function groupOf(head: string, node: Container): Part {
  return { kind: 'group', head, parts: partsOf(node) }
}

function rulePart(rule: Rule): Part {
  const text = textOf(rule)
  return { kind: 'rule', text, selectors: rule.selectors.map(needsOf), variables: referencesIn(text) }
}

function declarationPart(declaration: Declaration): Part {
  return {
    kind: 'variable',
    text: `${textOf(declaration)};`,
    name: declaration.prop,
    variables: variablesIn(declaration.value),
  }
}

/** The theme, and Tailwind's first values of its own variables. */
function isOnlyVariables({ nodes }: Rule): boolean {
  return nodes.every(
    (node) => node.type === 'decl' && node.prop.startsWith('--') && !node.prop.startsWith('--lightningcss'),
  )
}

/** Counts as an element: most pages have fields, and few one for files. */
export const FILE_BUTTON = '::file-selector-button'

/** Escaped signs are no syntax: they stand in names as letters of Unicode's private area while a selector is read. */
const PRIVATE_AREA = 0xe000

/** The classes and elements that a selector asks for; what is within parentheses may say otherwise, and is left out. */
function needsOf(selector: string): string[] {
  // "\31 " is a digit by its number, which no class of ours begins with.
  if (/\\[\da-f]/i.test(selector)) return []
  const plain = selector.replace(/\\(.)/g, (_, sign: string) => String.fromCharCode(PRIVATE_AREA + sign.charCodeAt(0)))
  const [required = ''] = plain.replace(/\[[^\]]*\]/g, '').split('(', 1)
  const classes = required.match(/\.[\w\u0080-\uffff-]+/g) ?? []
  const elements = required.match(/(?<![\w\u0080-\uffff.:-])[a-z][\w-]*/g) ?? []
  return [...classes.map(unescaped), ...elements, ...(required.endsWith(FILE_BUTTON) ? [FILE_BUTTON] : [])]
}

function unescaped(name: string): string {
  return name.replace(/[\ue000-\ue0ff]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - PRIVATE_AREA))
}

/** Not those that it only gives a value to, which nothing may ask for. */
function referencesIn(text: string): string[] {
  return [...new Set(text.match(/(?<=var\(\s*)--[\w-]+/g))]
}

function variablesIn(text: string): string[] {
  return [...new Set(text.match(/--[\w-]+/g))]
}

/** Without the declarations that minifiers leave in it twice. */
function textOf(node: AtRule | Rule | Declaration): string {
  if (node.type === 'rule') {
    const seen = new Set<string>()
    node.each((child) => {
      const text = child.toString()
      if (child.type === 'decl' && seen.has(text)) child.remove()
      seen.add(text)
    })
  }
  const text = node.toString()
  return node.type === 'atrule' && node.nodes === undefined ? `${text};` : text
}
