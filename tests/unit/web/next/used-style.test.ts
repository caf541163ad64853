import { describe, expect, it } from 'vitest'
import { createUsedStyle } from '#lib/web/next/used-style.ts'

/** What is used of `css` by a page with links, paragraphs and these classes, separated by blanks. */
function used(css: string, classes: string, { always = '', variables = [] as string[] } = {}): string {
  const split = (names: string) => new Set(names.split(' ').filter(Boolean))
  const elements = split('a p')
  return createUsedStyle(css, split(always))({ elements, classes: split(classes), variables })
}

describe('of a style sheet, a page', () => {
  it.each([
    [
      'its elements, and attributes',
      'a{color:red}*,::before{top:0}a:hover>p::after{top:0}[hidden]{display:none}:root[data-x] p{top:0}',
    ],
    ['what stands outside of rules', '@font-face{font-family:x;src:url(x)}@view-transition{navigation:auto}'],
    ['a class that is in parentheses', 'a:not(.b){top:0}a:is(.b,.c){top:0}a:where(.b *){top:0}'],
    ['a class with a digit by its number', '.\\31 a{top:0}'],
  ])('keeps %s', (_what, css) => {
    expect(used(css, '')).toBe(css)
  })

  it('keeps what styles the button of a field for files only where there is such a field', () => {
    const css = 'p{top:1}p ::file-selector-button{top:2}::file-selector-button,.a{top:3}'
    const elements = new Set(['p'])
    const of = (more: string[]) =>
      createUsedStyle(css, new Set())({ elements: new Set([...elements, ...more]), classes: new Set(), variables: [] })
    expect(of([])).toBe('p{top:1}')
    expect(of(['::file-selector-button'])).toBe(css)
  })

  it('keeps a rule if it has all its classes, in any of its selectors', () => {
    const css = '.a{top:1}.a .b{top:2}.a,.c{top:3}.b.a:hover{top:4}'
    expect(used(css, 'a')).toBe('.a{top:1}.a,.c{top:3}')
    expect(used(css, 'a b')).toBe(css)
    expect(used(css, 'b')).toBe('')
    expect(used(css, '', { always: 'c' })).toBe('.a,.c{top:3}')
  })

  it('keeps a rule only if it has all its elements', () => {
    const css = 'a,table{top:1}table{top:2}p>table a{top:3}table[a]:hover{top:4}'
    expect(used(css, '')).toBe('a,table{top:1}')
    expect(used(css, '', { always: 'table' })).toBe(css)
  })

  it('finds names with signs in them', () => {
    const css =
      '.max-sm\\:hidden{top:1}.bg-black\\/30{top:2}.h-\\[min\\(1\\.35em\\,9vh\\)\\]{top:3}.content-\\[_·_\\]{top:3}.group-hover\\:x:is(:where(.group):hover *){top:4}'
    expect(used(css, 'max-sm:hidden bg-black/30 h-[min(1.35em,9vh)] content-[_·_] group-hover:x')).toBe(css)
  })

  it('keeps what is in blocks, and no block with nothing in it', () => {
    const css =
      '@layer base,utilities;@layer utilities{@media (width>=48rem){.a{top:1}.b{top:2}}@supports (x:y){.c{top:3}}}'
    expect(used(css, 'a')).toBe('@layer base,utilities;@layer utilities{@media (width>=48rem){.a{top:1}}}')
  })

  it('keeps the variables that its rules, or it itself, refer to, and those behind them', () => {
    const css =
      ':root,:host{--a:var(--b);--b:1;--c:2;--d:3}.x{top:var(--a)}@property --c{syntax:"*";inherits:false}@property --b{syntax:"*";inherits:false}'
    expect(used(css, 'x')).toBe(
      ':root,:host{--a:var(--b);--b:1;}.x{top:var(--a)}@property --b{syntax:"*";inherits:false}',
    )
    expect(used(css, '', { variables: ['--c'] })).toBe(':root,:host{--c:2;}@property --c{syntax:"*";inherits:false}')
  })

  it('leaves out the registration of a variable that rules only give a value to', () => {
    const css = '.a{--w:580;font-weight:580}.b{color:var(--c)}@property --w{syntax:"*";inherits:false}'
    expect(used(css, 'a b')).toBe('.a{--w:580;font-weight:580}.b{color:var(--c)}')
  })

  it('keeps the variables behind each value of one that has several', () => {
    const css = ':root{--a:var(--b);--b:1;}:root[data-lean]{--a:2;}p{top:var(--a)}'
    expect(used(css, '')).toBe(css)
  })

  it('keeps both halves of a colour that depends on the theme', () => {
    const css = ':root{--lightningcss-light:initial;--lightningcss-dark: ;color-scheme:light dark}'
    expect(used(css, '')).toBe(css)
  })
})
