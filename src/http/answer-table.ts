/** An answer's JSON as tables for people: lists as rows, objects as pairs, nested where it must be. */

import { type Html, html } from '../lib/html.ts'
import type { Json } from '../lib/json-diff.ts'

/** Columns of a table at most; wider things are shown one below the other. */
const MAX_COLUMNS = 6
/** Values of a small object that are written in one line of a cell. */
const MAX_IN_LINE = 3

type JsonObject = { readonly [key: string]: Json }
/** What an object holds, the objects in it opened up: `value › unit › code` → `USD/Mtok`. */
type Flat = Map<string, Json>

export interface AnswerTable {
  html: Html
  /** Whether some values were left out, for the page must not grow without end. */
  cut: boolean
}

/** @param maxValues how many values are shown. */
export function answerTable(data: JsonObject, maxValues: number): AnswerTable {
  const budget: Budget = { left: maxValues, cut: false }
  const parts = [...Object.entries(data)].map(
    ([name, value]) =>
      html`<section><h3><code>${words(name)}</code></h3>${block(value, name, budget)}</section>`,
  )
  return { html: html`${parts}`, cut: budget.cut }
}

interface Budget {
  left: number
  cut: boolean
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function flatten(value: JsonObject, prefix = '', into: Flat = new Map()): Flat {
  for (const [key, inner] of Object.entries(value)) {
    if (isObject(inner)) flatten(inner, `${prefix}${key} › `, into)
    else into.set(prefix + key, inner)
  }
  return into
}

/** A list of objects that hold the same few scalars: their names and values; else null. */
function asLines(value: Json): { names: string; lines: Json[][] } | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return null
  const flat = value.map((item) => flatten(item))
  const names = [...flat[0]!.keys()].join(' · ')
  const fits = flat.every(
    (f) =>
      f.size <= MAX_IN_LINE &&
      [...f.keys()].join(' · ') === names &&
      ![...f.values()].some((inner) => Array.isArray(inner)),
  )
  return fits ? { names, lines: flat.map((f) => [...f.values()]) } : null
}

const isScalars = (value: Json) =>
  Array.isArray(value) && value.every((v) => typeof v !== 'object' || v === null)
/** Whether a value fits into a cell. */
const isSimple = (value: Json) => !Array.isArray(value) || isScalars(value) || asLines(value) !== null

function scalar(value: Json, budget: Budget): Html {
  if (budget.left === 0) {
    budget.cut = true
    return html`<span class="none">…</span>`
  }
  budget.left--
  if (value === null) return html`<span class="none">none</span>`
  if (typeof value === 'boolean') return html`${value ? 'yes' : 'no'}`
  return words(String(value))
}

/** Text in its own direction. Only what is one long word, such as an address, may be broken anywhere. */
export function words(text: string): Html {
  return /\S{30}/.test(text) ? html`<bdi class="long">${text}</bdi>` : html`<bdi>${text}</bdi>`
}

function cell(value: Json, budget: Budget): Html {
  if (!Array.isArray(value)) return scalar(value, budget)
  if (value.length === 0) return html`<span class="none">empty list</span>`
  const lines = asLines(value)?.lines ?? value.map((item) => [item])
  const items = shown(lines, budget).map(
    (line) => html`<li>${line.map((v, i) => html`${i > 0 && ' · '}${scalar(v, budget)}`)}</li>`,
  )
  return html`<ul>${items}</ul>`
}

/** As many as may still be shown. */
function shown<T>(items: readonly T[], budget: Budget): readonly T[] {
  if (items.length > budget.left) budget.cut = true
  return items.slice(0, budget.left)
}

/** What stands under a heading of its own, or across a table. */
function block(value: Json, name: string, budget: Budget): Html {
  if (isObject(value)) return pairs(value, name, budget)
  if (!Array.isArray(value) || value.length === 0 || isScalars(value))
    return html`<div class="alone">${cell(value, budget)}</div>`
  const all: readonly Json[] = value
  const flat = all.map((item) => (isObject(item) ? flatten(item) : null))
  const columns = flat.every((f) => f !== null) ? columnsOf(flat) : null
  if (columns) return rows(flat as Flat[], columns, name, budget)
  const parts = shown(all, budget).map((item, i) =>
    block(item, all.length === 1 ? name : `${name}, ${i + 1} of ${all.length}`, budget),
  )
  return html`<div class="records">${parts}</div>`
}

/** Key → label of the columns that items have, or null when they are too many or hold what fits in no cell. */
function columnsOf(items: readonly Flat[]): Map<string, string> | null {
  const columns = new Map<string, string>()
  for (const item of items) {
    for (const [key, inner] of item) {
      if (!isSimple(inner)) return null
      const names = asLines(inner)?.names
      const label = names === undefined ? key : `${key} › ${names}`
      const known = columns.get(key)
      // An empty list has the names that those of the other items have.
      if (known !== undefined && known !== key && label !== key && known !== label) return null
      if (known === undefined || known === key) columns.set(key, label)
    }
  }
  return columns.size <= MAX_COLUMNS ? columns : null
}

function rows(flat: Flat[], columns: Map<string, string>, name: string, budget: Budget): Html {
  // On a phone the cells stand below each other, each with its label; the roles keep it a table for screen readers.
  const body = shown(flat, budget).map(
    (f) =>
      html`<tr role="row">${[...columns].map(
        ([key, label]) =>
          html`<td role="cell" data-label="${label}">${f.has(key) && cell(f.get(key)!, budget)}</td>`,
      )}</tr>`,
  )
  const head = [...columns.values()].map(
    (label) => html`<th role="columnheader" scope="col">${words(label)}</th>`,
  )
  return html`<table class="rows" role="table"><caption>${words(name)}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body}</tbody></table>`
}

function pairs(value: JsonObject, name: string, budget: Budget): Html {
  const parts = [...flatten(value)].map(([key, inner]) => {
    const lines = asLines(inner)
    return isSimple(inner)
      ? html`<tr><th scope="row">${words(lines ? `${key} › ${lines.names}` : key)}</th><td>${cell(inner, budget)}</td></tr>`
      : html`<tr><td colspan="2" class="nested">${block(inner, key, budget)}</td></tr>`
  })
  return html`<table class="pairs"><caption>${words(name)}</caption><tbody>${parts}</tbody></table>`
}
