/** Charts as readers ask for them. */
import { expect } from 'vitest'
import type { Chart } from '../../src/charts/chart.ts'
import type { App } from '../../src/http/app.ts'

/** What the address of a chart needs to say, with values that work on a fresh start. */
export function exampleSearch({ parameters }: Chart<never>, more: Record<string, string> = {}): string {
  const needed = parameters.filter(({ fallback }) => fallback === undefined)
  const search = new URLSearchParams(needed.map(({ name, example }) => [name, example]))
  for (const [name, value] of Object.entries(more)) search.set(name, value)
  return search.size > 0 ? `?${search}` : ''
}

export function chartsOf(app: App) {
  const get = (path: string, init: RequestInit = {}) => app(new Request(`http://test${path}`, init))
  /** Of what must be there. */
  const found = async (path: string) => {
    const response = await get(path)
    expect(response.status, `${path}: ${response.status === 200 ? '' : await response.clone().text()}`).toBe(
      200,
    )
    return response
  }
  return {
    get,
    found,
    text: async (path: string) => (await found(path)).text(),
    json: async (path: string): Promise<any> => (await found(path)).json(),
    bytes: async (path: string) => Buffer.from(await (await found(path)).arrayBuffer()),
    /** Status and error code. */
    refusal: async (path: string, init?: RequestInit): Promise<[number, string, string]> => {
      const response = await get(path, init)
      const [error] = ((await response.json()) as any).errors
      return [response.status, error.extensions.code, error.message]
    },
  }
}
