import type { Root } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parseFragment } from 'parse5'

/**
 * Limits on the HTML of one body. The largest real one has 77 elements, 9 deep. Parsing and converting HTML takes time
 * quadratic in each of these numbers, so they, rather than the text's length, decide how long it takes.
 */
const MAX_ELEMENTS = 500
const MAX_ATTRIBUTES = 30
const MAX_DEPTH = 50

/** Whether block elements, rather than line ends, make the lines of this HTML. */
export function hasBlocks(html: string): boolean {
  return BLOCK_TAG.test(html)
}

const BLOCK_TAG = /<(?:article|blockquote|details|div|dl|figure|h[1-6]|hr|ol|p|pre|section|table|ul)\b/i

/** The reason for not reading a text as HTML, worded for a warning. */
export class UnboundedHtmlError extends Error {}

/** The tree of an HTML fragment. Throws UnboundedHtmlError before it takes long. */
export function parseHtml(html: string): Root {
  // A tag costs time even if it creates no element.
  if (countTags(html) > MAX_ELEMENTS) throw tooManyElements()
  if (hasCrowdedTag(html)) throw new UnboundedHtmlError(`has a tag of more than ${MAX_ATTRIBUTES} attributes`)
  const fragment = parseFragment(html, { treeAdapter: createBoundedAdapter(), scriptingEnabled: false })
  if (depthOf(fragment) > MAX_DEPTH) throw new UnboundedHtmlError(`is nested deeper than ${MAX_DEPTH} elements`)
  return fromParse5(fragment) as Root
}

function tooManyElements(): UnboundedHtmlError {
  return new UnboundedHtmlError(`has more than ${MAX_ELEMENTS} elements`)
}

function countTags(html: string): number {
  let count = 0
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) if (isLetter(html, at + 1)) count++
  return count
}

/** An unclosed element is recreated in every following block, so few tags can create many elements. */
function createBoundedAdapter(): typeof defaultTreeAdapter {
  let count = 0
  return {
    ...defaultTreeAdapter,
    createElement(name, namespace, attributes) {
      count++
      if (count > 2 * MAX_ELEMENTS) throw tooManyElements()
      return defaultTreeAdapter.createElement(name, namespace, attributes)
    },
  }
}

/** Counted level by level, since recursion is unsafe in a tree that is too deep. */
function depthOf(root: DefaultTreeAdapterTypes.ParentNode): number {
  let level = [root]
  let depth = 0
  while (level.length > 0) {
    level = level.flatMap(({ childNodes }) => childNodes.filter((node) => 'childNodes' in node))
    if (level.length > 0) depth++
  }
  return depth
}

/**
 * Whether a tag may have too many attributes: a parser compares each with all earlier ones. Wherever a tag begins, its
 * attributes end as defined by https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state.
 */
function hasCrowdedTag(html: string): boolean {
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    if (isLetter(html, at + 1) && isCrowded(html, skip(html, at + 1, TAG_NAME))) return true
  }
  return false
}

const TAG_NAME = /[^\s/>]*/y
const BEFORE_NAME = /[\s/]*/y
const ATTRIBUTE_NAME = /[^>][^\s/>=]*/y
const EQUALS = /\s*=\s*/y
const UNQUOTED = /[^\s>]*/y

function isCrowded(html: string, from: number): boolean {
  let at = skip(html, from, BEFORE_NAME)
  let count = 0
  while (at < html.length && html[at] !== '>') {
    count++
    if (count > MAX_ATTRIBUTES) return true
    at = skip(html, at, ATTRIBUTE_NAME)
    const value = skip(html, at, EQUALS)
    if (value > at) {
      const quote = html.charAt(value)
      const end = quote === '"' || quote === "'" ? html.indexOf(quote, value + 1) + 1 : skip(html, value, UNQUOTED)
      // An unclosed quote swallows the rest.
      if (end === 0) return false
      at = end
    }
    at = skip(html, at, BEFORE_NAME)
  }
  return false
}

function skip(html: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from
  pattern.test(html)
  return Math.max(from, pattern.lastIndex)
}

function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at) | 32
  return code >= 97 && code <= 122
}
