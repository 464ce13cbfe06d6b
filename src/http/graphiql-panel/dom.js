/** Elements from data: text stays text, whatever it holds. */

/** `element('a', { href: '/docs' }, 'Docs')`; functions listen, null and false leave nothing. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value)
    else if (value === true) made.setAttribute(name, '')
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value)
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false))
  return made
}

/** Only addresses of the web become links, whatever a source gives as its own. */
export function link(url, text) {
  if (!/^https?:\/\//i.test(url ?? '')) return text
  return element('a', { href: url, rel: 'noopener', target: '_blank' }, text)
}

const KEPT = 'aef:'

/** What the visitor chose last, where the browser keeps anything; never a key that was not to be kept. */
export const storage = {
  get(name) {
    try {
      return localStorage.getItem(KEPT + name)
    } catch {
      return null
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(KEPT + name)
      else localStorage.setItem(KEPT + name, value)
    } catch {
      // A browser that keeps nothing.
    }
  },
}
