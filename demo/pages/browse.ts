import { CATEGORIES, PRODUCTS, productsIn, type Category } from '../catalogue.ts'
import { imageURL, link, mainImageURL, type Front } from '../front.ts'
import { html } from '../html.ts'
import type { Page } from './layout.ts'
import { productCard } from './parts.ts'

const FAVOURITES = PRODUCTS.filter(({ rating }) => rating >= 4.8).slice(0, 4)

export const homePage = (front: Front): Page => ({
  title: 'Things for slow mornings',
  main: html`
    <section class="hero">
      <img
        class="hero-image"
        src="${mainImageURL(front, 'hero')}"
        width="1600"
        height="900"
        alt="A table by a window at sunrise, with bread, coffee and an olive tree"
        fetchpriority="high"
      />
      <div class="hero-words">
        <h1>Mornings should be slow</h1>
        <p>Tools for coffee, bread and first light. Made to last, sent without hurry.</p>
        <a class="button" href="${link(front, `/category/${CATEGORIES[0]!.slug}`)}"
          >Shop ${CATEGORIES[0]!.name.toLowerCase()}</a
        >
      </div>
    </section>
    <section class="shelf">
      <h2>Where the day begins</h2>
      <div class="categories">
        ${CATEGORIES.map(
          (category) => html`
            <a class="category" href="${link(front, `/category/${category.slug}`)}">
              <img
                src="${imageURL(front, productsIn(category)[1]!.picture)}"
                width="640"
                height="640"
                alt=""
                loading="lazy"
              />
              <span class="name">${category.name}</span>
              <span>${category.text}</span>
            </a>
          `,
        )}
      </div>
    </section>
    <section class="shelf">
      <h2>Most loved</h2>
      <div class="cards">${FAVOURITES.map((product) => productCard(front, product, 'hard'))}</div>
    </section>
  `,
})

export const categoryPage = (front: Front, category: Category): Page => ({
  title: category.name,
  description: category.text,
  main: html`
    <section class="shelf">
      <h1>${category.name}</h1>
      <p class="lead">${category.text}</p>
      <div class="cards">${productsIn(category).map((product) => productCard(front, product, 'soft', 'eager'))}</div>
    </section>
  `,
})
