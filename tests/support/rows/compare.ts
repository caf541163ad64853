import { postgresType } from './postgres-types.ts'
import type { Column, DeclaredField, QuerySite } from './site.ts'

/** How a query's columns differ from what its site declares: a sentence for each. */
export function compareRows(site: QuerySite, columns: Column[], text: string): string[] {
  const where = `${site.at}: the query "${text.replace(/\s+/g, ' ').trim().slice(0, 100)}"`
  const { declares } = site
  if (declares.kind === 'any') return []
  // A function called for its effect, such as a lock or a notification, gives a column without a type.
  if (declares.kind === 'none') {
    const extra = columns.filter(({ oid }) => postgresType(oid).name !== 'void')
    return extra.map(({ name }) => `${where} says that it returns nothing, and gives the column "${name}".`)
  }
  if (declares.kind === 'places') {
    const { fields } = declares
    if (fields.length !== columns.length)
      return [`${where} declares ${fields.length} columns, and gives ${columns.length}.`]
    return columns.flatMap((column, index) => compareColumn(where, site, fields[index], column))
  }
  const given = new Map(columns.map((column) => [column.name, column]))
  const wanted = new Map(declares.fields.map((field) => [field.name, field]))
  const missing = declares.fields.filter(({ name, isOptional }) => !isOptional && !given.has(name))
  const extra = declares.isOpen ? [] : columns.filter(({ name }) => !wanted.has(name))
  return [
    ...missing.map(({ name }) => `${where} declares "${name}", which no column gives.`),
    ...extra.map(({ name }) => `${where} gives the column "${name}", which it does not declare.`),
    ...columns.flatMap((column) => compareColumn(where, site, wanted.get(column.name), column)),
  ]
}

function compareColumn(where: string, site: QuerySite, field: DeclaredField | undefined, column: Column): string[] {
  if (field === undefined) return []
  const { oid, hadNull } = column
  const { name } = field
  const type = postgresType(oid)
  const kind = type[site.driver]
  const complaints: string[] = []
  if (!field.kinds.includes('unknown') && !fits(kind, field.kinds))
    complaints.push(`${where} gives "${name}" as ${type.name}, which arrives as ${kind}, and declares ${field.text}.`)
  if (hadNull && !field.isNullable && !field.isOptional)
    complaints.push(`${where} gave null for "${name}", and declares ${field.text}.`)
  return complaints
}

/** A JSON column may hold any value that JSON has. */
function fits(kind: string, declared: string[]): boolean {
  if (kind === 'json') return declared.every((one) => !/^(?:date|bytes|bigint)/.test(one))
  if (kind === 'json[]') return declared.every((one) => one.endsWith('[]'))
  return declared.includes(kind)
}
