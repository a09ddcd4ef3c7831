// The shop's own script: route changes without a document load, the cart's badge and toast, and the faults that can
// only be acted out in the page. Without it every link and form still works.

const main = document.querySelector('main')
const toast = document.querySelector('.toast')
const cartLink = document.querySelector('.to-cart')

/** What was shown at each URL, for the way back and forth. */
const shown = new Map([[location.href, { title: document.title, html: main.innerHTML }]])

/** An API's URL with the faults of the page's own links, which carry them all. */
const api = (path) => path + new URL(cartLink.href).search

function show({ title, html }) {
  document.title = title
  main.innerHTML = html
  listen()
}

async function openProduct(event) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  const { href, pathname } = event.currentTarget
  try {
    const response = await fetch(api(`/api/products/${pathname.split('/').at(-1)}`))
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    const page = await response.json()
    shown.set(href, page)
    history.pushState(null, '', href)
    show(page)
    scrollTo(0, 0)
    main.querySelector('h1').focus({ preventScroll: true })
  } catch (error) {
    reportError(error)
    location.assign(href) // the document needs no API
  }
}

addEventListener('popstate', () => {
  const page = shown.get(location.href)
  if (page) show(page)
  else location.reload()
})

function say(text, href) {
  toast.replaceChildren(text)
  if (href) {
    const anchor = document.createElement('a')
    anchor.href = href
    anchor.textContent = 'View cart'
    toast.append(' ', anchor)
  }
  toast.classList.add('shown')
  clearTimeout(say.timer)
  say.timer = setTimeout(() => toast.classList.remove('shown'), 6000)
}

const count = (number) => {
  cartLink.querySelector('[data-cart-count]').textContent = number
}

/** Scores what could go with the thing. The fault busy-handler makes it take its time, before the next paint. */
function recommendBundles() {
  const until = performance.now() + Number(document.body.dataset.busyHandler)
  let score = 0
  while (performance.now() < until) score += Math.sqrt(score + 1)
  return score
}

async function addToCart(event) {
  event.preventDefault()
  const form = event.currentTarget
  say('Adding …')
  try {
    const response = await fetch(api('/api/cart'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: form.elements.product.value }),
    })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    const cart = await response.json()
    count(cart.count)
    say(`${cart.added} is in your cart.`, cartLink.href)
  } catch (error) {
    reportError(error)
    say('That did not work. Please try again.')
  }
}

function listen() {
  for (const anchor of main.querySelectorAll('a[data-soft]')) anchor.addEventListener('click', openProduct)
  const form = main.querySelector('form.add')
  form?.querySelector('button').addEventListener('click', recommendBundles)
  form?.addEventListener('submit', addToCart)
}

/** The fault late-banner: it comes when nobody has touched anything, so nothing excuses the shift. */
function showBanner(height) {
  const banner = document.createElement('div')
  banner.className = 'late-banner'
  banner.style.height = `${height}px`
  banner.textContent = 'This week: free delivery, as every week.'
  document.querySelector('.top').before(banner)
}

listen()

const bannerHeight = Number(document.body.dataset.lateBanner)
// On a phone Chrome counts the viewport's first set-up as input, and excuses every shift of the next 500 ms.
const BANNER_DELAY = 600
if (bannerHeight > 0) addEventListener('load', () => setTimeout(showBanner, BANNER_DELAY, bannerHeight))

addEventListener('pageshow', async (event) => {
  if (!event.persisted) return
  // Back from the back/forward cache: the cart may have changed meanwhile.
  const response = await fetch(api('/api/cart'))
  if (response.ok) count((await response.json()).count)
})
