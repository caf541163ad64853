import { join, relative } from 'node:path'
import type {
  CallExpression,
  Expression,
  Node,
  SourceFile,
  TaggedTemplateExpression,
  TemplateExpression,
} from 'typescript/unstable/ast'
import {
  isCallExpression,
  isNoSubstitutionTemplateLiteral,
  isPropertyAccessExpression,
  isStringLiteral,
  isTaggedTemplateExpression,
  isTemplateExpression,
} from 'typescript/unstable/ast/is'
import { API, type Checker, type Project, type Type, TypeFlags, type TypeReference } from 'typescript/unstable/sync'
import type { DeclaredField, DeclaredRow, QuerySite } from './site.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** Every query in lib, bin and samples.ts, with its declared row type. Takes a second or two. */
export function readQuerySites(): QuerySite[] {
  const api = new API({ cwd: root })
  try {
    const config = join(import.meta.dirname, 'tsconfig.json')
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)
    if (project === undefined) throw new Error(`TypeScript did not open ${config}.`)
    return project.rootFiles.flatMap((path) => readFile(project, path))
  } finally {
    api.close()
  }
}

function readFile({ program, checker }: Project, path: string): QuerySite[] {
  const file = program.getSourceFile(path)
  if (file === undefined || !/\b(?:query|queryRows)\b/.test(file.text)) return []
  const sites: QuerySite[] = []
  const visit = (node: Node): void => {
    const site = readSite(checker, file, node)
    if (site !== null) sites.push(site)
    node.forEachChild(visit)
  }
  visit(file)
  return sites
}

/** Null for anything that is not a query, or has no declarable rows: a COPY stream. */
function readSite(checker: Checker, file: SourceFile, node: Node): QuerySite | null {
  if (!isCallExpression(node) && !isTaggedTemplateExpression(node)) return null
  const callee = isCallExpression(node) ? node.expression : node.tag
  const name = isPropertyAccessExpression(callee) ? callee.name : callee
  const driver = driverOf(name.getText(file), name !== callee)
  if (driver === null) return null
  const [argument] = node.typeArguments ?? []
  const type = argument && checker.getTypeFromTypeNode(argument)
  if (type === undefined) throw new Error(`${file.fileName} has a query that does not say what its rows are.`)
  if (checker.getPropertyOfType(type, 'submit') !== undefined) return null
  const line = file.text.slice(0, name.getStart(file)).split('\n').length
  return {
    at: `${relative(root, file.fileName)}:${line}`,
    driver,
    declares: readRow(checker, driver === 'pg' ? type : elementOf(checker, type)),
    text: readText(checker, node),
  }
}

/** Who converts the values: node-postgres by default in `pool().query`, with types of our own in `queryRows`. */
function driverOf(name: string, isMethod: boolean): QuerySite['driver'] | null {
  if (isMethod) return name === 'query' ? 'pg' : null
  return name === 'queryRows' ? 'rows' : null
}

function readRow(checker: Checker, row: Type): DeclaredRow {
  if (row.flags & TypeFlags.Never) return { kind: 'none' }
  if (checker.isTupleType(row)) {
    const places = checker.getTypeArguments(row as TypeReference)
    return { kind: 'places', fields: places.map((type, index) => readField(checker, String(index), type)) }
  }
  if (row.getSymbol()?.name === 'QueryResultRow') return { kind: 'any' }
  const fields = checker
    .getPropertiesOfType(row)
    .map((symbol) => readField(checker, symbol.name, checker.getTypeOfSymbol(symbol)))
  return { kind: 'fields', fields, isOpen: checker.getIndexInfosOfType(row).length > 0 }
}

/** The element type of an array, or the only one of a tuple. */
function elementOf(checker: Checker, type: Type): Type {
  const [element] = checker.getTypeArguments(type as TypeReference)
  return element ?? type
}

function readField(checker: Checker, name: string, type: Type | undefined): DeclaredField {
  if (type === undefined) throw new Error(`TypeScript knows no type of ${name}.`)
  const parts = type.isUnionType() ? type.getTypes() : [type]
  const has = (flag: TypeFlags) => parts.some(({ flags }) => flags & flag)
  const kinds = parts
    .filter(({ flags }) => !(flags & (TypeFlags.Null | TypeFlags.Undefined)))
    .map((part) => kindOf(checker, part))
  return {
    name,
    kinds: [...new Set(kinds)],
    isNullable: has(TypeFlags.Null | TypeFlags.Any | TypeFlags.Unknown),
    isOptional: has(TypeFlags.Undefined),
    text: checker.typeToString(type),
  }
}

function kindOf(checker: Checker, type: Type): string {
  const { flags } = type
  if (flags & (TypeFlags.Any | TypeFlags.Unknown)) return 'unknown'
  if (flags & TypeFlags.StringLike) return 'string'
  if (flags & TypeFlags.NumberLike) return 'number'
  if (flags & TypeFlags.BigIntLike) return 'bigint'
  if (flags & TypeFlags.BooleanLike) return 'boolean'
  const name = type.getSymbol()?.name
  if (name === 'Date') return 'date'
  if (name === 'Uint8Array' || name === 'Buffer') return 'bytes'
  if (!checker.isArrayLikeType(type)) return 'json'
  return `${readField(checker, '', elementOf(checker, type)).kinds.join('|')}[]`
}

function readText(checker: Checker, node: CallExpression | TaggedTemplateExpression): string | null {
  if (isTaggedTemplateExpression(node)) return readTemplate(checker, node.template)
  const [statement] = node.arguments
  if (statement === undefined) return null
  // Prisma.sql`…`
  if (isTaggedTemplateExpression(statement)) return readTemplate(checker, statement.template)
  return isStringLiteral(statement) || isNoSubstitutionTemplateLiteral(statement) ? statement.text : null
}

function readTemplate(checker: Checker, template: Expression): string | null {
  if (isNoSubstitutionTemplateLiteral(template)) return template.text
  if (!isTemplateExpression(template) || putsSqlIn(checker, template)) return null
  return [
    template.head.text,
    ...template.templateSpans.map(({ literal }, index) => `$${index + 1}${literal.text}`),
  ].join('')
}

/** Whether a part of the template is SQL itself rather than a value to bind. */
function putsSqlIn(checker: Checker, { templateSpans }: TemplateExpression): boolean {
  return templateSpans.some(({ expression }) => {
    const type = checker.getTypeAtLocation(expression)
    const parts = type?.isUnionType() ? type.getTypes() : [type]
    return parts.some((part) => part?.getSymbol()?.name === 'Sql')
  })
}
