/** Citations to copy from a page: the API's, with the lasting address of our own record, which only a page knows. */

/** The texts of a fact's citations by style. */
export interface Citations {
  apa: string
  chicago: string
  bibtex: string
  ris: string
  csl: string
}

/**
 * @param record the key of our own record: `ai-economy-facts-use_…-r2`.
 * @param address of the fact's page as of the revision that the citations name.
 */
export function withAddress(texts: Citations, record: string, revision: number, address: string): Citations {
  const entry = (text: string, begins: string, line: string, more: string) => {
    const at = text.indexOf(line, text.indexOf(begins))
    return at < 0 ? text : `${text.slice(0, at + line.length)}${more}${text.slice(at + line.length)}`
  }
  return {
    apa: entry(texts.apa, '', `[Dataset, revision ${revision}].`, ` ${address}`),
    chicago: texts.chicago
      .split('\n')
      .map((line) => (line.includes(`” Dataset, revision ${revision}.`) ? `${line} ${address}.` : line))
      .join('\n'),
    bibtex: entry(texts.bibtex, record, `version = {revision ${revision}},`, `\n  url = {${address}},`),
    ris: entry(texts.ris, record, `ET  - revision ${revision}`, `\nUR  - ${address}`),
    csl: JSON.stringify(
      (JSON.parse(texts.csl) as { id: string }[]).map((item) =>
        item.id === record ? { ...item, URL: address } : item,
      ),
    ),
  }
}
