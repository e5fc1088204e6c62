// Saves reloading: forms are sent in the background, and what others or the app do appears by itself.
// Every page works without this file.

document.documentElement.classList.add('scripted')
const { watch } = document.body.dataset
let version = document.body.dataset.version

/** Draws anew what has changed between this page and the one that the server would show now. */
function follow(next) {
  const fresh = new DOMParser().parseFromString(next, 'text/html')
  const log = document.querySelector('[data-follow]')
  const atEnd = log ? log.scrollHeight - log.scrollTop - log.clientHeight < 80 : false
  for (const list of document.querySelectorAll('[data-list]')) followList(list, fresh)
  for (const region of document.querySelectorAll('[data-live]')) {
    // A region inside one that was just drawn anew is new already.
    if (region.isConnected) followRegion(region, fresh)
  }
  version = fresh.body.dataset.version ?? version
  if (log && atEnd) log.scrollTop = log.scrollHeight
}

function followList(list, fresh) {
  const target = fresh.querySelector(`[data-list="${list.dataset.list}"]`)
  if (!target) return
  const here = new Map([...list.children].map((item) => [item.dataset.id, item]))
  // The collection shrinks while its items move over.
  const items = Array.from(target.children)
  for (const item of items) {
    const old = here.get(item.dataset.id)
    here.delete(item.dataset.id)
    if (!old) list.append(item)
    else if (old.dataset.version !== item.dataset.version) old.replaceWith(item)
  }
  for (const gone of here.values()) gone.remove()
}

function followRegion(region, fresh) {
  const target = fresh.querySelector(`[data-live="${CSS.escape(region.dataset.live)}"]`)
  if (!target || target.dataset.version === region.dataset.version) return
  const before = region.querySelector('dialog')
  const typed = before && new FormData(before.querySelector('form'))
  region.dataset.version = target.dataset.version
  region.replaceChildren(...target.childNodes)
  const after = region.querySelector('dialog')
  if (before || after) showModal(after, before, typed)
}

let beforeModal

/** Opens the dialog as a modal one, keeps what was typed where the same view is shown again, and puts the focus right. */
function showModal(dialog, before, typed) {
  if (!before) beforeModal = document.activeElement
  if (!dialog) {
    const back = beforeModal?.isConnected ? beforeModal : document.querySelector('#line')
    // Whoever has moved on already stays where they are.
    if (document.activeElement === document.body) back?.focus()
    return
  }
  dialog.removeAttribute('open')
  dialog.showModal()
  if (before && before.dataset.view === dialog.dataset.view) restore(dialog.querySelector('form'), typed)
  const takes = dialog.querySelector('[data-takes-focus]') ?? firstField(dialog) ?? dialog.querySelector('h2')
  takes.focus()
}

const firstField = (dialog) =>
  dialog.querySelector('[autofocus]') ??
  dialog.querySelector('.body :is(input:not([type=hidden]), select, textarea)')

function restore(form, typed) {
  for (const field of form.elements) {
    if (!typed.has(field.name) || field.type === 'submit') continue
    if (field.type === 'checkbox' || field.type === 'radio')
      field.checked = typed.getAll(field.name).includes(field.value)
    else field.value = typed.get(field.name)
  }
}

let sending = 0

/** Sends a form in the background and shows where it led: always to this page again. */
async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter))
  sending += 1
  form.setAttribute('aria-busy', 'true')
  try {
    const response = await fetch(form.action, { method: 'POST', body })
    const page = await response.text()
    if (response.redirected) follow(page)
    else location.reload()
  } finally {
    sending -= 1
    form.removeAttribute('aria-busy')
  }
}

const asksFirst = (form, submitter) => form.matches('.confirm') || submitter?.hasAttribute('data-confirm')

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event
  if (!watch || asksFirst(form, submitter)) return
  event.preventDefault()
  // A closed form is gone at once; the server need not be waited for.
  if (submitter?.hasAttribute('data-close')) form.closest('dialog').close()
  const field = form.querySelector('#line')
  if (field && field.value.trim() === '' && !submitter?.value) return
  void send(form, submitter)
  if (field) {
    remember(submitter?.value || field.value)
    field.value = ''
  }
})

// Esc closes a modal by telling the server, so that the app hears of it where it wants to.
document.addEventListener(
  'cancel',
  (event) => {
    const close = event.target.querySelector?.('[data-close]')
    if (!close) return
    event.preventDefault()
    close.click()
  },
  true,
)

// A choice outside an input block tells the app at once.
document.addEventListener('change', (event) => {
  const acting = event.target.closest?.('[data-acts]')
  const button = acting?.querySelector('[data-by-hand]')
  if (button) button.click()
})

// A button that leads elsewhere tells the app as well.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-press]')
  const form = link?.closest('form')
  if (!form) return
  const body = new URLSearchParams(new FormData(form))
  body.set('press', link.dataset.press)
  void fetch(form.action, { method: 'POST', body })
})

// Choices are looked up while typing.
let pause
document.addEventListener('input', (event) => {
  const { lookUp, from } = event.target.dataset ?? {}
  if (lookUp === undefined) return
  clearTimeout(pause)
  if ([...event.target.value].length < Number(from)) return
  pause = setTimeout(
    () => event.target.form.querySelector(`button[name="look-up"][value="${CSS.escape(lookUp)}"]`).click(),
    200,
  )
})
document.addEventListener('keydown', (event) => {
  // Enter in a search field looks up; it must not send the whole form.
  if (event.key === 'Enter' && event.target.dataset?.lookUp !== undefined) {
    event.preventDefault()
    event.target.dispatchEvent(new Event('input', { bubbles: true }))
  }
})

// Lines typed before come back with the arrow keys, as in a shell.
const typedBefore = []
let position = 0
function remember(line) {
  typedBefore.push(line)
  position = typedBefore.length
}
document.querySelector('#line')?.addEventListener('keydown', (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
  if (!step || typedBefore[position + step] === undefined) return
  position += step
  event.target.value = typedBefore[position]
  event.preventDefault()
})

/** Looks whether anything has happened; a page in the background looks less often. */
async function look() {
  try {
    if (sending === 0) {
      const now = await (await fetch(watch)).text()
      if (now !== version && sending === 0) {
        const page = await fetch(location.pathname, { headers: { 'x-follow': 'yes' } })
        if (page.ok) follow(await page.text())
      }
    }
  } catch {
    // The sandbox is being restarted; the next look will tell.
  }
  setTimeout(look, document.hidden ? 4000 : 700)
}

if (watch) {
  const log = document.querySelector('[data-follow]')
  if (log) log.scrollTop = log.scrollHeight
  const dialog = document.querySelector('dialog')
  if (dialog) showModal(dialog)
  else if (matchMedia('(pointer: fine)').matches) document.querySelector('#line')?.focus()
  setTimeout(look, 700)
}
