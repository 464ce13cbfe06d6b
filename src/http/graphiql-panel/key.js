/** The key of a partner: in memory alone, unless its owner wants it to be remembered. */
import { element, storage } from './dom.js'
import { state } from './wire.js'
import { words } from './words.js'

const NAME = 'key'

export function keyPart() {
  const summary = element('summary')
  const field = element('input', {
    ...{ id: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false' },
    input: () => use(field.value.trim()),
  })
  const box = element('input', { type: 'checkbox', change: () => keep() })
  const forget = element('button', { type: 'button', click: () => clear() }, words.forget)

  function use(key) {
    state.key = key === '' ? null : key
    summary.textContent = state.key === null ? words.key : `${words.key}: ${words.keySet}`
    keep()
  }
  const keep = () => storage.set(NAME, box.checked ? state.key : null)
  function clear() {
    box.checked = false
    field.value = ''
    use('')
  }

  const kept = storage.get(NAME)
  box.checked = kept !== null
  field.value = kept ?? ''
  use(kept ?? '')
  return element(
    'details',
    { class: 'key' },
    summary,
    // Browsers want a field for a secret in a form; nothing is ever sent by it.
    element(
      'form',
      { submit: (event) => event.preventDefault() },
      element('label', { for: 'key' }, words.keyField),
      field,
      element('label', {}, box, ` ${words.remember}`),
      forget,
    ),
    element('small', {}, words.keyNote),
  )
}
